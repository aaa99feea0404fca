import { File as FileIcon, Film, Music, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/ui/button';
import { bytes } from '@/lib/format';

import type { Attachment } from '../chat-store';
import { kindOf } from './draw';

interface Props {
  attached: Attachment[];
  /** Characters that a caption may have. */
  longest: number;
  onChange(attached: Attachment[]): void;
}

/** Files that go with the next sending. With several, each may have words of its own; one alone has those of the composer. */
export function Attachments({ attached, longest, onChange }: Props) {
  const { t } = useTranslation('inbox');
  return (
    <ul aria-label={t('attachments')} className="mb-1.5 flex max-h-56 flex-col gap-1 overflow-y-auto">
      {attached.map((item, index) => (
        <li key={item.id} className="flex items-center gap-2.5 rounded-md bg-sunken p-1 text-sm">
          <Thumbnail file={item.file} />
          <span className="min-w-0 flex-1">
            <span className="flex items-baseline gap-2">
              <span className="truncate font-medium">{item.file.name}</span>
              <span className="tnum shrink-0 text-xs text-ink-3">{bytes(item.file.size)}</span>
            </span>
            {attached.length > 1 && (
              <input
                value={item.caption}
                maxLength={longest}
                aria-label={t('captionOf', { name: item.file.name })}
                placeholder={t('caption')}
                className="block h-6 w-full rounded-sm bg-transparent text-sm text-ink-2 outline-none placeholder:text-ink-3 focus-visible:outline-2 focus-visible:outline-ring"
                onChange={(event) => onChange(attached.with(index, { ...item, caption: event.target.value }))}
              />
            )}
          </span>
          <Button variant="ghost" size="icon-sm" aria-label={`${t('removeFile')}: ${item.file.name}`} onClick={() => onChange(attached.toSpliced(index, 1))}>
            <X />
          </Button>
        </li>
      ))}
    </ul>
  );
}

const ICONS = { VIDEO: Film, AUDIO: Music, DOCUMENT: FileIcon, TEXT: FileIcon };

function Thumbnail({ file }: { file: File }) {
  const kind = kindOf(file);
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (kind !== 'IMAGE') return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file, kind]);
  if (kind === 'IMAGE') return <span className="size-11 shrink-0 overflow-hidden rounded bg-ink/5">{url && <img src={url} alt="" className="size-full object-cover" />}</span>;
  const Icon = ICONS[kind];
  return (
    <span className="grid size-11 shrink-0 place-items-center rounded bg-ink/5">
      <Icon aria-hidden className="size-5 text-ink-3" strokeWidth={1.5} />
    </span>
  );
}
