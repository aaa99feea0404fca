import { Fragment, type ReactNode } from 'react';

import { cn } from '@/lib/utils';

const MARK = /\*(\S(?:[^*\n]*\S)?)\*|_(\S(?:[^_\n]*\S)?)_|~(\S(?:[^~\n]*\S)?)~/g;

/** Bold, italic and struck as WhatsApp shows them. */
export function formatted(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(MARK)) {
    parts.push(text.slice(from, match.index));
    const [whole, bold, italic, struck] = match;
    parts.push(bold ? <strong>{bold}</strong> : italic ? <em>{italic}</em> : <s>{struck}</s>);
    from = match.index + whole.length;
  }
  return [...parts, text.slice(from)].map((part, index) => <Fragment key={index}>{part}</Fragment>);
}

/** A text as the customer sees it. */
export function PhoneBubble({ text, mine, className }: { text: string; mine?: boolean; className?: string }) {
  return (
    <p
      className={cn(
        'w-fit max-w-[92%] whitespace-pre-wrap rounded-lg px-3 py-2 text-sm text-ink shadow-xs [overflow-wrap:anywhere]',
        mine ? 'self-end rounded-tr-sm bg-bubble-out' : 'rounded-tl-sm bg-bubble-in',
        className,
      )}
    >
      {formatted(text)}
    </p>
  );
}

/** The customer's telephone, with what it shows. */
export function PhoneScreen({ title, label, children, className }: { title: ReactNode; label: string; children: ReactNode; className?: string }) {
  return (
    <section aria-label={label} className={cn('overflow-hidden rounded-xl border bg-canvas', className)}>
      <header className="border-b bg-surface px-3.5 py-2 text-sm font-medium">{title}</header>
      <div className="flex flex-col gap-2 p-3.5" aria-live="polite">
        {children}
      </div>
    </section>
  );
}
