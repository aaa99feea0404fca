import { useEffect, useRef, useState } from 'react';

import type { Container } from './recording';
import { loudness, recordingName } from './recording';

export interface Take {
  file: File;
  url: string;
  seconds: number;
}

/** How often the level and the time are looked at. */
const TICK = 100;
const BARS = 40;

/** Records from the microphone from the moment it is used. What was recorded is in `take` after `finish`. */
export function useRecorder(container: Container, onRefused: () => void) {
  const [phase, setPhase] = useState<'starting' | 'recording' | 'paused' | 'done'>('starting');
  const [seconds, setSeconds] = useState(0);
  const [levels, setLevels] = useState<number[]>([]);
  const [take, setTake] = useState<Take | null>(null);
  const recorder = useRef<MediaRecorder | null>(null);
  const pieces = useRef<Blob[]>([]);
  const length = useRef(0);

  useEffect(() => {
    let over = false;
    let stream: MediaStream | undefined;
    let sound: AudioContext | undefined;
    let timer: ReturnType<typeof setInterval> | undefined;
    void (async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      } catch {
        if (!over) onRefused();
        return;
      }
      if (over) return stream.getTracks().forEach((track) => track.stop());
      const machine = new MediaRecorder(stream, { mimeType: container.mime, audioBitsPerSecond: 32_000 });
      machine.ondataavailable = ({ data }) => pieces.current.push(data);
      machine.start(1_000);
      recorder.current = machine;
      sound = new AudioContext();
      const analyser = sound.createAnalyser();
      sound.createMediaStreamSource(stream).connect(analyser);
      const samples = new Uint8Array(analyser.fftSize);
      setPhase('recording');
      timer = setInterval(() => {
        if (machine.state !== 'recording') return;
        length.current += TICK / 1000;
        analyser.getByteTimeDomainData(samples);
        setSeconds(length.current);
        setLevels((before) => [...before, loudness(samples)].slice(-BARS));
      }, TICK);
    })();
    return () => {
      over = true;
      clearInterval(timer);
      if (recorder.current?.state !== 'inactive') recorder.current?.stop();
      stream?.getTracks().forEach((track) => track.stop());
      void sound?.close();
    };
    // Once: another container would be another recording.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const finish = () =>
    new Promise<Take | null>((resolve) => {
      const machine = recorder.current;
      if (!machine || machine.state === 'inactive') return resolve(take);
      machine.onstop = () => {
        const file = new File(pieces.current, recordingName(new Date(), container), { type: container.mime.split(';')[0] });
        const made = { file, url: URL.createObjectURL(file), seconds: length.current };
        machine.stream.getTracks().forEach((track) => track.stop());
        setTake(made);
        setPhase('done');
        resolve(made);
      };
      machine.stop();
    });

  const pause = () => {
    recorder.current?.pause();
    setPhase('paused');
  };
  const resume = () => {
    recorder.current?.resume();
    setPhase('recording');
  };
  return { phase, seconds, levels, take, finish, pause, resume };
}
