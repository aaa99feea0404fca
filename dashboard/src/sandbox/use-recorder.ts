import { useEffect, useRef, useState } from 'react';

/** Records with the microphone. `stop` gives the recording, `drop` throws it away. */
export function useRecorder() {
  const recorder = useRef<MediaRecorder | null>(null);
  const [since, setSince] = useState<number | null>(null);
  const end = () => {
    recorder.current?.stream.getTracks().forEach((track) => track.stop());
    recorder.current = null;
    setSince(null);
  };
  useEffect(() => () => recorder.current?.stream.getTracks().forEach((track) => track.stop()), []);
  return {
    since,
    async start() {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const mimeType = ['audio/ogg;codecs=opus', 'audio/mp4', 'audio/webm'].find((one) => MediaRecorder.isTypeSupported(one));
      recorder.current = new MediaRecorder(stream, mimeType ? { mimeType } : {});
      recorder.current.start();
      setSince(Date.now());
    },
    stop(): Promise<Blob | null> {
      const current = recorder.current;
      if (!current) return Promise.resolve(null);
      return new Promise((resolve) => {
        current.ondataavailable = (event) => resolve(event.data.size ? new Blob([event.data], { type: current.mimeType.split(';')[0] ?? 'audio/webm' }) : null);
        current.stop();
        end();
      });
    },
    drop() {
      recorder.current?.stop();
      end();
    },
  };
}
