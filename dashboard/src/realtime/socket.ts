import type { ClientFrame, ControlFrame, LoggedFrame, ServerFrame } from '@wppconnector/client';

export type Phase =
  | { name: 'connecting' }
  | { name: 'live' }
  /** No connection; the next attempt is at `retryAt` (milliseconds of the clock). */
  | { name: 'waiting'; retryAt: number }
  /** Nothing will be tried again by itself. */
  | { name: 'stopped' };

export interface Handlers {
  token(): string | null;
  phase(phase: Phase): void;
  /** Everything before `ready` may have been missed when `replaying` is false. */
  ready(frame: Extract<ControlFrame, { event: 'ready' }>, first: boolean): void;
  event(frame: LoggedFrame): void;
  control(frame: ControlFrame): void;
  /** Too much was missed: everything shown must be read again. */
  resync(): void;
  ended(because: 'expired' | 'deactivated'): void;
}

const CONTROL = new Set(['ready', 'seq', 'resync', 'left-conversation', 'typing', 'viewers', 'ok', 'error']);
const LONGEST_WAIT = 15_000;
const HEARTBEAT = 30_000;

/** One connection to `/ws` that comes back by itself and continues after the last event it has seen. */
export class Socket {
  private socket: WebSocket | null = null;
  private retry: ReturnType<typeof setTimeout> | null = null;
  private heartbeat: ReturnType<typeof setInterval> | null = null;
  private attempts = 0;
  private lastSeq: string | null = null;
  private wanted = false;

  constructor(
    private readonly handlers: Handlers,
    private readonly url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`,
    private readonly random = Math.random,
  ) {}

  connect(): void {
    this.wanted = true;
    this.clearTimers();
    this.socket?.close();
    this.handlers.phase({ name: 'connecting' });
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onopen = () => {
      const token = this.handlers.token();
      if (token) this.send({ event: 'auth', data: { token, ...(this.lastSeq ? { lastSeq: this.lastSeq } : {}) } });
    };
    socket.onmessage = (message) => {
      if (socket === this.socket) this.receive(JSON.parse(String(message.data)) as ServerFrame);
    };
    socket.onclose = (close) => {
      if (socket === this.socket) this.closed(close.code);
    };
  }

  /** For good: at logout. */
  close(): void {
    this.wanted = false;
    this.clearTimers();
    this.lastSeq = null;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  /** False when there is no connection; nothing is kept for later. */
  send(frame: ClientFrame): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  private receive(frame: ServerFrame): void {
    if (!CONTROL.has(frame.event)) {
      const logged = frame as LoggedFrame;
      this.saw(logged.seq);
      this.handlers.event(logged);
      return;
    }
    const control = frame as ControlFrame;
    switch (control.event) {
      case 'ready': {
        const first = this.lastSeq === null;
        if (first) this.saw(control.data.seq);
        this.attempts = 0;
        this.heartbeat = setInterval(() => this.send({ event: 'heartbeat' }), (control.data.heartbeatSeconds * 1000) || HEARTBEAT);
        this.send({ event: 'heartbeat' });
        this.handlers.phase({ name: 'live' });
        this.handlers.ready(control, first);
        break;
      }
      case 'seq':
        this.saw(control.data.seq);
        break;
      case 'resync':
        this.lastSeq = control.data.seq;
        this.handlers.resync();
        break;
      default:
        this.handlers.control(control);
    }
  }

  /** Sequence numbers are text that sorts in log order. */
  private saw(seq: string): void {
    if (this.lastSeq === null || seq > this.lastSeq) this.lastSeq = seq;
  }

  private closed(code: number): void {
    this.clearTimers();
    this.socket = null;
    if (!this.wanted) return;
    if (code === 4401 || code === 4403) {
      this.wanted = false;
      this.handlers.phase({ name: 'stopped' });
      this.handlers.ended(code === 4401 ? 'expired' : 'deactivated');
    } else if (code === 4400 || code === 4413) {
      this.handlers.phase({ name: 'stopped' });
    } else {
      const delay = this.delay(code);
      this.attempts += 1;
      this.handlers.phase({ name: 'waiting', retryAt: Date.now() + delay });
      this.retry = setTimeout(() => this.connect(), delay);
    }
  }

  private delay(code: number): number {
    if (code === 4429) return 10_000;
    // The server goes away for an update: everybody comes back, but not in the same instant.
    if (code === 4503) return this.random() * 3_000;
    return Math.min(LONGEST_WAIT, 500 * 2 ** this.attempts) * (0.75 + this.random() * 0.5);
  }

  private clearTimers(): void {
    if (this.retry) clearTimeout(this.retry);
    if (this.heartbeat) clearInterval(this.heartbeat);
    this.retry = this.heartbeat = null;
  }
}
