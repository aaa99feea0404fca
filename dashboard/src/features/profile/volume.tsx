import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { play, setVolume, volume } from '@/lib/sound';

/** How loud the sounds are on this device; letting go of it plays one. */
export function Volume() {
  const { t } = useTranslation('profile');
  const [loud, setLoud] = useState(volume);
  return (
    <label className="flex max-w-md items-center gap-4 pb-2 text-sm text-ink-2">
      {t('volume')}
      <input
        type="range"
        min={5}
        max={100}
        step={5}
        value={Math.round(loud * 100)}
        className="h-1 min-w-0 flex-1 accent-(--accent)"
        onChange={(event) => {
          const next = Number(event.target.value) / 100;
          setLoud(next);
          setVolume(next);
        }}
        onPointerUp={() => play('assigned')}
        onKeyUp={() => play('assigned')}
      />
      <output className="tnum w-10 text-right text-xs text-ink-3">{Math.round(loud * 100)}%</output>
    </label>
  );
}
