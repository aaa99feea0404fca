/** How a picture is looked at: its scale, and how far it is moved from the middle. */
export interface Look {
  scale: number;
  x: number;
  y: number;
}

export const WHOLE: Look = { scale: 1, x: 0, y: 0 };
const CLOSEST = 8;

/** Closer or further, about the middle of the page; the whole picture is the furthest. */
export function zoomed(look: Look, by: number): Look {
  const scale = Math.min(CLOSEST, look.scale * by);
  if (scale <= 1.01) return WHOLE;
  const ratio = scale / look.scale;
  return { scale, x: look.x * ratio, y: look.y * ratio };
}

export function moved(look: Look, x: number, y: number): Look {
  return look.scale === 1 ? look : { ...look, x: look.x + x, y: look.y + y };
}
