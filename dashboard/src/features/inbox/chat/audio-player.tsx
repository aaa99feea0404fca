import { Download, Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/ui/button';

import { minutes } from '../composer/recording';

const SPEEDS = [1, 1.5, 2];

interface Props {
  url: string;
  /** Under which it is stored; without one it cannot be. */
  name?: string;
  seconds: number | null;
}

export function AudioPlayer({ url, name, seconds }: Props) {
  const { t } = useTranslation('inbox');
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(seconds ?? 0);
  const [speed, setSpeed] = useState(1);
  const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
  return (
    <div className="my-1 flex w-72 max-w-full items-center gap-2">
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => Number.isFinite(event.currentTarget.duration) && setLength(event.currentTarget.duration)}
      />
      <Button variant="primary" size="icon-sm" className="rounded-full" aria-label={t(playing ? 'pause' : 'play')} onClick={() => (playing ? audio.current?.pause() : void audio.current?.play())}>
        {playing ? <Pause className="fill-current" /> : <Play className="fill-current" />}
      </Button>
      <input
        type="range"
        min={0}
        max={length || 1}
        step={0.1}
        value={at}
        aria-label={t('kind.AUDIO')}
        className="h-1 min-w-0 flex-1 accent-(--accent)"
        onChange={(event) => {
          if (audio.current) audio.current.currentTime = Number(event.target.value);
        }}
      />
      <span className="tnum text-2xs text-ink-3">{minutes(playing || at > 0 ? at : length)}</span>
      <button
        type="button"
        aria-label={t('speed')}
        className="tnum rounded bg-ink/8 px-1 text-2xs font-medium"
        onClick={() => {
          setSpeed(next);
          if (audio.current) audio.current.playbackRate = next;
        }}
      >
        {speed}×
      </button>
      {name && (
        <a href={url} download={name} aria-label={`${t('download')}: ${name}`} title={t('download')} className="grid size-6 shrink-0 place-items-center rounded text-ink-3 hover:bg-ink/8 hover:text-ink">
          <Download className="size-3.5" />
        </a>
      )}
    </div>
  );
}
