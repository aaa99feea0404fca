const VOLUME = 'wpc.volume';

export type SoundKind = 'assigned' | 'mention' | 'timeout' | 'queued';

/** Heights in hertz, played after one another: each kind is known by ear. */
const NOTES: Record<SoundKind, number[]> = { assigned: [660, 880], mention: [988], timeout: [440, 330], queued: [587] };

let context: AudioContext | undefined;

/** 0 to 1; of this device, as rooms differ. */
export function volume(): number {
  const kept = Number(localStorage.getItem(VOLUME) ?? 0.5);
  return Number.isFinite(kept) ? Math.min(1, Math.max(0, kept)) : 0.5;
}

export function setVolume(value: number): void {
  localStorage.setItem(VOLUME, String(value));
}

export function play(kind: SoundKind): void {
  const loud = volume();
  if (loud === 0) return;
  context ??= new AudioContext();
  // Until somebody has clicked, the browser keeps it silent: then there is no sound, and no error.
  void context.resume();
  NOTES[kind].forEach((height, index) => {
    if (!context) return;
    const start = context.currentTime + index * 0.14;
    const tone = new OscillatorNode(context, { type: 'sine', frequency: height });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(loud * 0.3, start + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.28);
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.3);
  });
}
