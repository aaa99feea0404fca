import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { useTranslation } from 'react-i18next';

import { useToasts } from '@/lib/toast';
import { cn } from '@/lib/utils';

import { Button } from './button';

/** Where toasts appear. One of it, at the root. */
export function Toaster() {
  const { t } = useTranslation();
  const { items, dismiss } = useToasts();
  return (
    <Radix.Provider swipeDirection="right" duration={6000} label={t('notification')}>
      {items.map((item) => (
        <Radix.Root
          key={item.id}
          type={item.tone === 'danger' ? 'foreground' : 'background'}
          onOpenChange={(open) => !open && dismiss(item.id)}
          className="animate-rise pointer-events-auto flex items-start gap-2.5 rounded-lg border bg-raised py-2.5 pl-3 pr-2 shadow-pop"
        >
          {item.tone === 'danger' && <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />}
          {item.tone === 'ok' && <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />}
          <div className="min-w-0 flex-1">
            <Radix.Title className={cn('text-sm', item.text && 'font-medium')}>{item.title}</Radix.Title>
            {item.text && <Radix.Description className="line-clamp-2 text-sm text-ink-2">{item.text}</Radix.Description>}
            {item.action && (
              <Radix.Action asChild altText={item.action.label}>
                <Button variant="link" size="sm" className="mt-1" onClick={item.action.run}>
                  {item.action.label}
                </Button>
              </Radix.Action>
            )}
          </div>
          <Radix.Close asChild>
            <Button variant="ghost" size="icon-sm" className="size-6" aria-label={t('close')}>
              <X />
            </Button>
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="pointer-events-none fixed right-3 top-14 z-60 flex w-[calc(100vw-1.5rem)] max-w-xs flex-col gap-2 outline-none" />
    </Radix.Provider>
  );
}
