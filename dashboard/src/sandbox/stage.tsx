import { EllipsisVertical, Plus, UserMinus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { phone as readable } from '@/lib/format';
import { cn } from '@/lib/utils';

import { Phone } from './phone';
import { changePerson, removePerson, show, useStage } from './store';
import type { Person } from './types';

/** With so many, the table needs no invitation to put one more on it. */
const ENOUGH = 3;

/** The telephones side by side; where there is room for one, one at a time. */
export function Stage({ narrow, onAdd }: { narrow: boolean; onAdd(): void }) {
  const { t } = useTranslation('sandbox');
  const people = useStage((state) => state.people);
  const active = useStage((state) => state.active);
  const one = people.find((person) => person.phone === active) ?? people[0];
  if (!one) {
    return (
      <div className="flex flex-1 flex-col items-center justify-center gap-3">
        <p className="text-ink-2">{t('person.empty')}</p>
        <Button variant="primary" onClick={onAdd}>
          <Plus /> {t('person.add')}
        </Button>
      </div>
    );
  }
  if (narrow) {
    return (
      <div className="flex min-h-0 flex-1 flex-col">
        <Switcher people={people} active={one.phone} onAdd={onAdd} />
        <Phone key={one.phone} person={one} />
      </div>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-x-auto">
      <ul aria-label={t('phones')} className="mx-auto flex h-full w-max gap-6 px-6 pb-5 pt-3">
        {people.map((person) => (
          <li key={person.phone} className="flex h-full w-82 flex-col">
            <Caption person={person} />
            <div className="flex max-h-190 min-h-0 flex-1 flex-col">
              <Phone person={person} />
            </div>
          </li>
        ))}
        {people.length < ENOUGH && (
          <li className="flex h-full w-44 flex-col pt-11">
            <button type="button" className="group flex max-h-190 min-h-0 w-full flex-1 flex-col items-center justify-center gap-2 rounded-[2.4rem] border-2 border-dashed border-line-strong p-4 text-ink-2 hover:border-accent hover:text-ink" onClick={onAdd}>
              <span className="grid size-11 place-items-center rounded-full bg-surface text-accent-text shadow-xs">
                <Plus className="size-5" />
              </span>
              <span className="font-medium">{t('person.add')}</span>
              <span className="text-center text-xs">{t('person.addHint')}</span>
            </button>
          </li>
        )}
      </ul>
    </div>
  );
}

/** Whose telephone it is. */
function Caption({ person }: { person: Person }) {
  return (
    <div className="flex h-11 items-center gap-2 px-1 pb-1.5">
      <Avatar name={person.name} size="sm" />
      <h2 className="truncate font-semibold">{person.name}</h2>
      <span className="tnum min-w-0 flex-1 truncate text-xs text-ink-2">{readable(person.phone)}</span>
      <PersonMenu person={person} />
    </div>
  );
}

function PersonMenu({ person }: { person: Person }) {
  const { t } = useTranslation('sandbox');
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon-sm" aria-label={t('person.menu', { name: person.name })}>
          <EllipsisVertical />
        </Button>
      }
    >
      <MenuChoice chosen={person.reads} onChoose={() => changePerson(person.phone, { reads: !person.reads })}>
        {t('person.reads')}
      </MenuChoice>
      <MenuSeparator />
      <MenuItem onSelect={() => removePerson(person.phone)}>
        <UserMinus /> {t('person.remove')}
      </MenuItem>
    </Menu>
  );
}

/** The telephones on a narrow screen, with what came to those that are not shown. */
function Switcher({ people, active, onAdd }: { people: Person[]; active: string; onAdd(): void }) {
  const { t } = useTranslation('sandbox');
  const messages = useStage((state) => state.messages);
  const looked = useStage((state) => state.looked);
  const unread = (phone: string) => Object.values(messages).filter((one) => one.phone === phone && one.author !== 'CUSTOMER' && one.seq > (looked[phone] ?? 0)).length;
  const chosen = people.find((one) => one.phone === active);
  return (
    <div className="flex items-center border-b bg-surface">
      <ul aria-label={t('phones')} className="flex min-w-0 flex-1 gap-1 overflow-x-auto p-1.5">
        {people.map((person) => {
          const count = person.phone === active ? 0 : unread(person.phone);
          return (
            <li key={person.phone} className="shrink-0">
              <button
                type="button"
                aria-pressed={person.phone === active}
                className={cn('flex h-9 items-center gap-2 rounded-full pl-1 pr-3 text-sm', person.phone === active ? 'bg-accent-soft font-medium text-accent-text' : 'text-ink-2 hover:bg-hover')}
                onClick={() => show(person.phone)}
              >
                <Avatar name={person.name} size="sm" />
                {person.name.split(' ')[0]}
                {count > 0 && <span className="tnum grid h-4.5 min-w-4.5 place-items-center rounded-full bg-accent px-1 text-2xs font-semibold text-accent-ink">{count}</span>}
              </button>
            </li>
          );
        })}
        <li className="shrink-0">
          <Button variant="ghost" size="icon" className="rounded-full" aria-label={t('person.add')} onClick={onAdd}>
            <Plus />
          </Button>
        </li>
      </ul>
      {chosen && <PersonMenu person={chosen} />}
    </div>
  );
}
