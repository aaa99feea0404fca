// The live connection: signs in with its first frame, resumes where it was, comes back by itself.

import { signOut, token } from './common.js';

const HEARTBEAT_MS = 30000;

/**
 * Connect for good. `onEvent(event, data)` gets each event once and in order; `onState` gets `live`, `connecting` or
 * `stopped`; `onGap` is called when events were missed for good and everything must be read anew.
 */
export function connect({ onEvent, onState, onGap }) {
  let socket = null;
  let lastSeq = null;
  let pause = 500;
  let heartbeat = null;

  // A seq is a fixed-width text that sorts as text.
  const advance = (seq) => {
    if (typeof seq !== 'string') return true;
    if (lastSeq !== null && seq <= lastSeq) return false;
    lastSeq = seq;
    return true;
  };

  const send = (event, data) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ event, data }));
  };

  function open() {
    onState('connecting');
    socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
    socket.onopen = () => send('auth', lastSeq === null ? { token: token() } : { token: token(), lastSeq });
    socket.onmessage = ({ data: text }) => {
      let frame;
      try { frame = JSON.parse(text); } catch { return; }
      const { event, data, seq } = frame;
      if (event === 'ready') {
        pause = 500;
        const first = lastSeq === null;
        if (first) advance(data.seq);
        onState('live');
        // Between the page's first reading and this moment something may have happened.
        if (first) onGap();
        clearInterval(heartbeat);
        heartbeat = setInterval(() => send('heartbeat'), HEARTBEAT_MS);
      } else if (event === 'seq') {
        advance(data.seq);
      } else if (event === 'resync') {
        lastSeq = data.seq ?? lastSeq;
        onGap();
      } else if (advance(seq)) {
        onEvent(event, data);
      }
    };
    socket.onclose = ({ code }) => {
      clearInterval(heartbeat);
      if (code === 4401 || code === 4403) return signOut();
      if (code === 4400 || code === 4413) return onState('stopped');
      onState('connecting');
      const wait = code === 4429 ? 10000 : code === 4503 ? Math.random() * 3000 : pause * (0.75 + Math.random() / 2);
      if (code !== 4503) pause = Math.min(pause * 2, 15000);
      setTimeout(open, wait);
    };
  }

  open();
  return { send };
}
