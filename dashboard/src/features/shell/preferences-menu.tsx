import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { MenuChoice, MenuLabel } from '@/components/ui/menu';
import { prefer, usePreferences } from '@/lib/preferences';
import { play, setVolume, volume } from '@/lib/sound';
import { toast } from '@/lib/toast';

const LOUDNESS = [
  ['off', 0],
  ['low', 0.3],
  ['high', 0.8],
] as const;

/** The loudness of the list that is closest to the one of this device. */
function nearest(loud: number): number {
  return loud < 0.55 ? 0.3 : 0.8;
}

/** Sounds, notices of the browser, single-letter shortcuts. */
export default function PreferencesMenu() {
  const { t } = useTranslation('shell');
  const { sound, shortcuts, notifications } = usePreferences();
  const [loud, setLoud] = useState(volume);
  const heard = sound ? nearest(loud) : 0;
  const choose = (value: number) => {
    if (value > 0) {
      setVolume(value);
      setLoud(value);
      play('assigned');
    }
    if (sound !== value > 0) void prefer({ sound: value > 0 });
  };
  const allowed = 'Notification' in window && Notification.permission === 'granted';
  const notify = async () => {
    if (notifications && allowed) return prefer({ notifications: false });
    if (!('Notification' in window) || (await Notification.requestPermission()) !== 'granted') return toast.show({ tone: 'danger', title: t('preferences.refused') });
    return prefer({ notifications: true });
  };
  return (
    <>
      <MenuLabel>{t('preferences.title')}</MenuLabel>
      <MenuChoice chosen={notifications && allowed} onChoose={() => void notify()}>
        {t('preferences.notifications')}
      </MenuChoice>
      <MenuChoice chosen={shortcuts} onChoose={() => void prefer({ shortcuts: !shortcuts })}>
        {t('preferences.shortcuts')}
      </MenuChoice>
      <MenuLabel>{t('preferences.sound')}</MenuLabel>
      {LOUDNESS.map(([name, value]) => (
        <MenuChoice key={name} chosen={value === heard} onChoose={() => choose(value)}>
          {t(`preferences.sounds.${name}`)}
        </MenuChoice>
      ))}
    </>
  );
}
