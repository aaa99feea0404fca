import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { fullTime } from '@/lib/format';
import { cn } from '@/lib/utils';

import { useViewer } from './viewer-store';
import { type Look, moved, WHOLE, zoomed } from './zoom';

const BUTTON = 'grid size-9 shrink-0 place-items-center rounded-md hover:bg-white/15 focus-visible:outline-white disabled:opacity-35 [&_svg]:size-5';

/** Pictures over the whole page: arrows for the next one, plus, minus and the wheel for a closer look. */
export default function Viewer() {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const { messages, index } = useViewer();
  const [look, setLook] = useState<Look>(WHOLE);
  const held = useRef<{ x: number; y: number } | null>(null);
  const message = messages?.[index];
  if (!messages || !message?.mediaUrl) return null;

  const go = (to: number) => {
    if (!messages[to]) return;
    useViewer.setState({ index: to });
    setLook(WHOLE);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight') go(index + 1);
    else if (event.key === 'ArrowLeft') go(index - 1);
    else if (event.key === '+' || event.key === '=') setLook(zoomed(look, 1.5));
    else if (event.key === '-') setLook(zoomed(look, 1 / 1.5));
    else if (event.key === '0') setLook(WHOLE);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!held.current) return;
    setLook(moved(look, event.clientX - held.current.x, event.clientY - held.current.y));
    held.current = { x: event.clientX, y: event.clientY };
  };
  const name = message.media?.fileName ?? t('kind.IMAGE');
  return (
    <Radix.Root open onOpenChange={(open) => !open && useViewer.setState({ messages: null })}>
      <Radix.Portal>
        <Radix.Overlay className="animate-fade fixed inset-0 z-50 bg-black/90" />
        <Radix.Content aria-describedby={undefined} onKeyDown={onKeyDown} className="fixed inset-0 z-50 flex flex-col text-white outline-none">
          <header className="flex items-center gap-1 p-2 pl-4">
            <Radix.Title className="min-w-0 flex-1 truncate text-sm font-medium">
              {name}
              <span className="block text-xs font-normal text-white/70">
                {fullTime(message.createdAt)}
                {messages.length > 1 && ` · ${index + 1}/${messages.length}`}
              </span>
            </Radix.Title>
            <button type="button" className={BUTTON} aria-label={t('viewer.smaller')} disabled={look.scale <= 1} onClick={() => setLook(zoomed(look, 1 / 1.5))}>
              <ZoomOut />
            </button>
            <button type="button" className={BUTTON} aria-label={t('viewer.larger')} onClick={() => setLook(zoomed(look, 1.5))}>
              <ZoomIn />
            </button>
            <a href={message.mediaUrl} download={name} className={BUTTON} aria-label={t('download')}>
              <Download />
            </a>
            <Radix.Close className={BUTTON} aria-label={common('close')}>
              <X />
            </Radix.Close>
          </header>
          <div className="relative min-h-0 flex-1 overflow-hidden" onClick={() => useViewer.setState({ messages: null })}>
            <img
              src={message.mediaUrl}
              alt={name}
              draggable={false}
              className={cn('absolute inset-0 m-auto max-h-full max-w-full touch-none select-none object-contain p-2', look.scale > 1 ? 'cursor-grab active:cursor-grabbing' : 'cursor-zoom-in')}
              style={{ transform: `translate(${look.x}px, ${look.y}px) scale(${look.scale})` }}
              onClick={(event) => {
                event.stopPropagation();
                if (look.scale === 1) setLook(zoomed(look, 2));
              }}
              onDoubleClick={() => setLook(WHOLE)}
              onWheel={(event) => setLook(zoomed(look, event.deltaY < 0 ? 1.2 : 1 / 1.2))}
              onPointerDown={(event) => {
                if (look.scale === 1) return;
                event.currentTarget.setPointerCapture(event.pointerId);
                held.current = { x: event.clientX, y: event.clientY };
              }}
              onPointerMove={onPointerMove}
              onPointerUp={() => (held.current = null)}
            />
          </div>
          {messages.length > 1 && (
            <>
              <button type="button" className={cn(BUTTON, 'absolute left-2 top-1/2 bg-black/40')} aria-label={t('viewer.previous')} disabled={index === 0} onClick={() => go(index - 1)}>
                <ChevronLeft />
              </button>
              <button type="button" className={cn(BUTTON, 'absolute right-2 top-1/2 bg-black/40')} aria-label={t('viewer.next')} disabled={index === messages.length - 1} onClick={() => go(index + 1)}>
                <ChevronRight />
              </button>
            </>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
