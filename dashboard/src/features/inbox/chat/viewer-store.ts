import { create } from 'zustand';

import type { Message } from '@/api/types';

interface ViewerState {
  /** Pictures to look at one after the other; null while none is open. */
  messages: Message[] | null;
  index: number;
}

export const useViewer = create<ViewerState>(() => ({ messages: null, index: 0 }));

export function openViewer(messages: Message[], index: number): void {
  useViewer.setState({ messages, index });
}
