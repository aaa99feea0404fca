import { Copy, CornerUpLeft, Download, SmilePlus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Message } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';

import { REACTIONS, useDeeds } from './deeds';

/** Beside the bubble, when the pointer or the focus is on it. */
export function MessageTools({ message }: { message: Message }) {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const { none, cancel, reply, react, copy, file } = useDeeds(message);
  if (none) return null;
  return (
    <div className="flex shrink-0 items-center opacity-0 transition-opacity focus-within:opacity-100 group-hover/bubble:opacity-100 has-data-[state=open]:opacity-100">
      {cancel && (
        <Button variant="ghost" size="icon-sm" aria-label={t('cancelSend')} onClick={cancel}>
          <X />
        </Button>
      )}
      <Button variant="ghost" size="icon-sm" aria-label={t('reply')} onClick={reply}>
        <CornerUpLeft />
      </Button>
      {react && (
        <Popover
          side="top"
          className="flex"
          trigger={
            <Button variant="ghost" size="icon-sm" aria-label={t('react')}>
              <SmilePlus />
            </Button>
          }
        >
          {REACTIONS.map((emoji) => (
            <button key={emoji} type="button" className="rounded-md p-1.5 text-xl leading-none hover:bg-hover" onClick={() => react(emoji)}>
              {emoji}
            </button>
          ))}
        </Popover>
      )}
      {copy && (
        <Button variant="ghost" size="icon-sm" aria-label={common('copy')} onClick={copy}>
          <Copy />
        </Button>
      )}
      {file && !file.linked && (
        <Button variant="ghost" size="icon-sm" asChild>
          <a href={file.url} download={file.name} aria-label={t('download')}>
            <Download />
          </a>
        </Button>
      )}
    </div>
  );
}
