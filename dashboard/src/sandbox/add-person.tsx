import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { phone as readable } from '@/lib/format';

import { recall } from './live';
import { addPerson, freeNumber, useStage } from './store';

const NAMES = ['Elisa Prado', 'Fábio Nunes', 'Gabriela Teixeira', 'Heitor Campos', 'Íris Moraes', 'Júlio Barros'];

export function AddPerson({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  const { t } = useTranslation('sandbox');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('person.title')}>
      <AddForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function AddForm({ onDone }: { onDone(): void }) {
  const { t } = useTranslation('sandbox');
  const { people, others } = useStage();
  const [number, setNumber] = useState(freeNumber);
  const [name, setName] = useState(() => NAMES.find((one) => !people.some((person) => person.name === one)) ?? '');
  const [wrong, setWrong] = useState(false);
  const strangers = others.filter((one, index) => !people.some((person) => person.phone === one.phone) && others.findIndex((other) => other.phone === one.phone) === index);
  const add = (phone: string, called: string) => {
    addPerson({ phone, name: called || phone, reads: true });
    void recall(phone).catch(() => undefined);
    onDone();
  };
  return (
    <>
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const digits = number.replace(/\D/g, '');
          if (digits.length < 8 || digits.length > 15) return setWrong(true);
          add(`+${digits}`, name.trim());
        }}
      >
        <Field label={t('person.name')}>{(wiring) => <Input {...wiring} value={name} maxLength={100} autoComplete="off" onChange={(event) => setName(event.target.value)} />}</Field>
        <Field label={t('person.phone')} error={wrong ? t('person.badPhone') : undefined}>
          {(wiring) => <Input {...wiring} type="tel" value={number} className="tnum" onChange={(event) => setNumber(event.target.value)} />}
        </Field>
        <Button type="submit" variant="primary" className="self-end">
          {t('person.add')}
        </Button>
      </form>
      {strangers.length > 0 && (
        <>
          <h3 className="mt-4 text-sm font-medium text-ink-2">{t('person.others')}</h3>
          <ul className="-mx-2 mt-1 max-h-60 overflow-y-auto">
            {strangers.map((one) => (
              <li key={one.phone}>
                <button type="button" className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover" onClick={() => add(one.phone, one.name)}>
                  <Avatar name={one.name} size="sm" />
                  <span className="min-w-0 flex-1 truncate text-sm">{one.name}</span>
                  <span className="tnum text-xs text-ink-3">{readable(one.phone)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
