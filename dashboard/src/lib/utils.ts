import { clsx, type ClassValue } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({ extend: { classGroups: { 'font-size': ['text-2xs'] } } });

/** Joins class names; of two that contradict each other, the later one stays. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}

/** A new id for what this browser creates; also the idempotency key of the call that stores it. */
export function newId(): string {
  return crypto.randomUUID();
}
