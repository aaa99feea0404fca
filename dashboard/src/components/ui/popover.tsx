import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

import { cn } from '@/lib/utils';

import { popLook } from './menu';

interface Props {
  trigger: ReactNode;
  open?: boolean;
  onOpenChange?(open: boolean): void;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
  className?: string;
  children: ReactNode;
}

export function Popover({ trigger, open, onOpenChange, align = 'start', side = 'bottom', className, children }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} side={side} sideOffset={6} collisionPadding={8} className={cn(popLook, 'focus:outline-none', className)}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
