import type { ReactNode } from 'react';

import { cn } from '@/lib/utils';

interface Props {
  title: ReactNode;
  /** One line that says what the page is for; leave it away when the title does. */
  description?: ReactNode;
  actions?: ReactNode;
  /** Search and filters; stays while the content scrolls. */
  toolbar?: ReactNode;
  /** Text pages are narrow, tables take the width; `bleed` hands the whole rest of the screen to its content, which scrolls by itself. */
  width?: 'narrow' | 'full' | 'bleed';
  children: ReactNode;
}

const WIDTHS = { narrow: 'max-w-3xl', full: 'max-w-[88rem]', bleed: '' };

/** The frame of every page but the inbox: a heading that stays, content that scrolls. */
export function Page({ title, description, actions, toolbar, width = 'full', children }: Props) {
  // All begin at the same edge, so that the heading stays in its place from page to page.
  const inner = cn('w-full px-4 sm:px-6', WIDTHS[width]);
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <header className={cn(inner, 'flex flex-wrap items-center gap-x-4 gap-y-2 pb-3 pt-5')}>
        <div className="min-w-0 flex-1">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {description && <p className="mt-0.5 text-sm text-ink-3">{description}</p>}
        </div>
        {actions && <div className="flex items-center gap-2">{actions}</div>}
      </header>
      {toolbar && <div className={cn(inner, 'flex flex-wrap items-center gap-2 pb-3')}>{toolbar}</div>}
      {width === 'bleed' ? (
        <div className="min-h-0 flex-1">{children}</div>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <div className={cn(inner, 'pb-12')}>{children}</div>
        </div>
      )}
    </div>
  );
}

/** A titled part of a page; a rule instead of a card. */
export function Section({ title, description, actions, children }: { title: ReactNode; description?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-t py-5 first:border-t-0">
      <div className="mb-3 flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-48 flex-1">
          <h2 className="font-semibold">{title}</h2>
          {description && <p className="text-sm text-ink-3">{description}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
