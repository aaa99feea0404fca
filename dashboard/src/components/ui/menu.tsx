import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';

import { cn } from '@/lib/utils';

const item =
  'flex cursor-default select-none items-center gap-2 rounded-md px-2 py-1.5 text-sm text-ink outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3';

export const popLook = 'animate-rise z-50 rounded-lg border bg-raised p-1 shadow-pop';

interface Props {
  trigger: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
  className?: string;
  /** Where something else than the trigger opens it as well. */
  open?: boolean;
  onOpenChange?(open: boolean): void;
  children: ReactNode;
}

export function Menu({ trigger, align = 'end', side = 'bottom', className, open, onOpenChange, children }: Props) {
  return (
    <Radix.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(popLook, 'max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto', className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({ className, danger, ...rest }: ComponentProps<typeof Radix.Item> & { danger?: boolean }) {
  return <Radix.Item className={cn(item, danger && 'text-danger [&_svg]:text-danger', className)} {...rest} />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pb-1 pt-1.5 text-xs font-medium text-ink-3">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}

/** One of several; the chosen one has a tick. */
export function MenuChoice({ chosen, onChoose, children }: { chosen: boolean; onChoose(): void; children: ReactNode }) {
  return (
    <Radix.CheckboxItem checked={chosen} onSelect={onChoose} className={item}>
      <span className="flex min-w-0 flex-1 items-center gap-2">{children}</span>
      <Check className={cn('text-accent-text!', !chosen && 'invisible')} />
    </Radix.CheckboxItem>
  );
}
