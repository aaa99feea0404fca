import { type MouseEvent, type PointerEvent, useEffect, useRef } from 'react';

const LONG = 450;
/** A finger is never quite still; beyond this it scrolls. */
const STILL = 10;

/** Handlers for an element that tell when a finger rests on it. */
export function useLongPress(onLongPress: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = useRef({ x: 0, y: 0 });
  const rested = useRef(false);
  const stop = () => clearTimeout(timer.current);
  useEffect(() => stop, []);
  return {
    onPointerDown(event: PointerEvent) {
      if (event.pointerType === 'mouse') return;
      stop();
      rested.current = false;
      start.current = { x: event.clientX, y: event.clientY };
      timer.current = setTimeout(() => {
        rested.current = true;
        onLongPress();
      }, LONG);
    },
    onPointerMove(event: PointerEvent) {
      if (Math.abs(event.clientX - start.current.x) > STILL || Math.abs(event.clientY - start.current.y) > STILL) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    // Lifting the finger opens no picture and follows no link.
    onClickCapture(event: MouseEvent) {
      if (!rested.current) return;
      rested.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
    // The browser's own menu, which some show at the same moment.
    onContextMenu: (event: MouseEvent) => event.preventDefault(),
  };
}
