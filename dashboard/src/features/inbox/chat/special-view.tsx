import { CircleHelp, MapPin, ShoppingCart, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { phone } from '@/lib/format';

import type { Special } from './special';

const CARD = 'my-1 flex min-w-60 items-center gap-3 rounded-lg bg-ink/5 px-3 py-2';
const ICON = 'size-6 shrink-0 text-accent-text';

/** Places, people and orders as cards, instead of the line of text that stands for them elsewhere. */
export function SpecialView({ special }: { special: Special }) {
  const { t } = useTranslation('inbox');
  if (special.kind === 'location') {
    const { latitude, longitude, name, address } = special;
    const point = `${latitude},${longitude}`;
    return (
      <a href={`https://www.google.com/maps?q=${point}`} target="_blank" rel="noopener noreferrer nofollow" className={`${CARD} hover:bg-ink/8`}>
        <MapPin aria-hidden className={ICON} strokeWidth={1.5} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-medium">{name ?? t('location')}</span>
          <span className="tnum line-clamp-2 text-xs text-ink-3">{address ?? point}</span>
          <span className="text-xs text-accent-text">{t('openMap')}</span>
        </span>
      </a>
    );
  }
  if (special.kind === 'contacts') {
    return special.people.map((person, index) => (
      <div key={index} className={CARD}>
        <UserRound aria-hidden className={ICON} strokeWidth={1.5} />
        <span className="min-w-0 flex-1 text-sm">
          <span className="block truncate font-medium">{person.name}</span>
          {person.phones.map((number) => (
            <span key={number} className="tnum block select-all text-xs text-ink-2">
              {phone(number)}
            </span>
          ))}
        </span>
      </div>
    ));
  }
  if (special.kind === 'order') {
    return (
      <div className={CARD}>
        <ShoppingCart aria-hidden className={ICON} strokeWidth={1.5} />
        <span className="min-w-0 flex-1 text-sm">
          <span className="block font-medium">{t('order')}</span>
          {special.items.map((item, index) => (
            <span key={index} className="tnum block truncate text-xs text-ink-2">
              {item.quantity} × {item.code}
            </span>
          ))}
        </span>
      </div>
    );
  }
  return (
    <p className="flex items-center gap-2 italic text-ink-3">
      <CircleHelp aria-hidden className="size-4 shrink-0" />
      {t('unsupported')}
    </p>
  );
}
