import { Smile } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { lazyPart } from '@/lib/lazy-part';

const Emoji = lazyPart(() => import('./emoji'));

export function EmojiButton({ onPick }: { onPick(emoji: string): void }) {
  const { t } = useTranslation('inbox');
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      side="top"
      className="p-0"
      trigger={
        <Button variant="ghost" size="icon" aria-label={t('emoji')} className="max-sm:hidden">
          <Smile />
        </Button>
      }
    >
      <Suspense fallback={<div className="h-80 w-76" />}>
        <Emoji
          onPick={(picked) => {
            setOpen(false);
            onPick(picked);
          }}
        />
      </Suspense>
    </Popover>
  );
}
