/** Every key that does something, and its name in the texts. The help and the profile show this list. */
export const SHORTCUTS = [
  ['J', 'next'],
  ['K', 'previous'],
  ['Enter', 'open'],
  ['R', 'reply'],
  ['/', 'quick'],
  ['Ctrl+Enter', 'send'],
  ['A', 'take'],
  ['T', 'transfer'],
  ['E', 'resolve'],
  ['N', 'note'],
  ['U', 'unread'],
  ['F', 'search'],
  ['Ctrl+K', 'palette'],
  ['G C', 'goInbox'],
  ['G Q', 'goQueue'],
  ['G M', 'goMetrics'],
  ['G K', 'goContacts'],
  ['Esc', 'close'],
  ['?', 'help'],
] as const;

/** Whether somebody writes there: then letters are letters. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Whether something is open above the page, which has the keys for itself. */
export function isCovered(): boolean {
  return document.querySelector('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null;
}
