import i18next from 'i18next';
import { create } from 'zustand';

import { problemDetail } from '@/api/client';

export interface ToastItem {
  id: string;
  tone: 'plain' | 'ok' | 'danger';
  title: string;
  text?: string;
  action?: { label: string; run(): void };
}

interface ToastState {
  items: ToastItem[];
  show(item: Omit<ToastItem, 'id'> & { id?: string }): void;
  dismiss(id: string): void;
}

let count = 0;

export const useToasts = create<ToastState>((set) => ({
  items: [],
  // The same id replaces: ten messages of one conversation are one toast.
  show: (item) =>
    set(({ items }) => {
      const id = item.id ?? `toast-${(count += 1)}`;
      return { items: [...items.filter((other) => other.id !== id), { ...item, id }].slice(-3) };
    }),
  dismiss: (id) => set(({ items }) => ({ items: items.filter((item) => item.id !== id) })),
}));

export const toast = {
  show: (item: Omit<ToastItem, 'id'> & { id?: string }) => useToasts.getState().show(item),
  ok: (title: string) => useToasts.getState().show({ tone: 'ok', title }),
  /** For `onError` of a mutation: says what the server said. */
  problem: (error: unknown) =>
    useToasts.getState().show({ tone: 'danger', title: problemDetail(error, i18next.t('unreachable')) }),
};
