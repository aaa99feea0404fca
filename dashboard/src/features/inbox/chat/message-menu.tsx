import { Copy, CornerUpLeft, Download, EllipsisVertical, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Message } from '@/api/types';
import { Menu, MenuItem } from '@/components/ui/menu';

import { REACTIONS, useDeeds } from './deeds';

interface Props {
  message: Message;
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** What the finger that rests on a bubble opens. Its button, which nobody sees until it has the focus, is for screen readers and keyboards. */
export function MessageMenu({ message, open, onOpenChange }: Props) {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const { none, cancel, reply, react, copy, file } = useDeeds(message);
  if (none) return null;
  const inbound = message.direction === 'INBOUND';
  return (
    <Menu
      open={open}
      onOpenChange={onOpenChange}
      align={inbound ? 'start' : 'end'}
      trigger={
        <button type="button" aria-label={t('messageMenu')} className="absolute right-0 top-0 grid size-7 place-items-center rounded-md bg-raised opacity-0 focus-visible:opacity-100">
          <EllipsisVertical className="size-4 text-ink-3" />
        </button>
      }
    >
      {react && (
        <div className="flex">
          {REACTIONS.map((emoji) => (
            <MenuItem key={emoji} className="p-2 text-xl leading-none" onSelect={() => react(emoji)}>
              {emoji}
            </MenuItem>
          ))}
        </div>
      )}
      {/* The menu gives the focus back to its button when it closes: the composer takes it after that. */}
      <MenuItem className="py-2" onSelect={() => setTimeout(reply, 50)}>
        <CornerUpLeft />
        {t('reply')}
      </MenuItem>
      {copy && (
        <MenuItem className="py-2" onSelect={copy}>
          <Copy />
          {common('copy')}
        </MenuItem>
      )}
      {file && (
        <MenuItem className="py-2" asChild>
          <a href={file.url} download={file.name}>
            <Download />
            {t('download')}
          </a>
        </MenuItem>
      )}
      {cancel && (
        <MenuItem className="py-2" danger onSelect={cancel}>
          <X />
          {t('cancelSend')}
        </MenuItem>
      )}
    </Menu>
  );
}
