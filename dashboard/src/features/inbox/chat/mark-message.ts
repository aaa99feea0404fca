/** Lights a message up for a moment, as soon as it is in the page. */
export function markMessage(id: string, frames = 60): void {
  const element = document.getElementById(`m-${id}`);
  if (element) {
    element.animate([{ backgroundColor: 'var(--color-accent-soft)' }, { backgroundColor: 'var(--color-accent-soft)', offset: 0.7 }, { backgroundColor: 'transparent' }], { duration: 2_500 });
  } else if (frames > 0) {
    requestAnimationFrame(() => markMessage(id, frames - 1));
  }
}
