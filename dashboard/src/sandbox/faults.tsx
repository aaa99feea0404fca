import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Segments } from '@/components/segments';
import { SwitchRow } from '@/components/switch-row';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';

import { fromHandset, readFaults, reset, setFaults, setSession } from './actions';
import { active, allOff, countsDown, INCOMING, LINE, ONLY, OUTGOING, whenOf, withFault, type FaultName, type When } from './fault-list';
import { useStage } from './store';
import type { Faults } from './types';

const CODES = ['131026', '131047', '131056', '130429', '131000'] as const;
const WHENS: When[] = ['off', 'once', 'sometimes', 'always'];

/** The bad days of a provider. */
export function FaultPanel() {
  const { t } = useTranslation('sandbox');
  const faults = useStage((state) => state.faults);
  const session = useStage((state) => state.session);
  const provider = useStage((state) => state.channel?.provider) ?? 'SANDBOX';
  const messages = useStage((state) => state.messages);
  useEffect(() => {
    // What counts down has changed when something was sent.
    if (!faults || !countsDown(faults)) return;
    const timer = setTimeout(() => void readFaults(), 400);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [messages]);
  if (!faults) return null;
  const count = active(faults);
  const known = (group: object) => (Object.keys(group) as FaultName[]).filter((name) => ONLY[name]?.includes(provider) ?? true);
  const rows = (group: object) => known(group).map((name) => <FaultRow key={name} name={name} faults={faults} />);
  return (
    <>
      <div className="flex items-start gap-3">
        <p className="flex-1 text-sm text-ink-2">{t('faults.intro')}</p>
      </div>
      {count > 0 && (
        <p className="mt-3 flex items-center justify-between gap-2 rounded-md bg-warn-soft px-3 py-1.5 text-sm text-warn" role="status">
          {t('faults.active', { count })}
          <Button variant="link" onClick={() => void setFaults(allOff(faults))}>
            {t('faults.allOff')}
          </Button>
        </p>
      )}
      <Group title={t('faults.outgoing')}>
        {rows(OUTGOING)}
        <SwitchRow label={t('faults.deliver.title')} hint={t('faults.deliver.text')} checked={faults.autoStatus} onChange={(autoStatus) => void setFaults({ ...faults, autoStatus })} />
      </Group>
      <Group title={t('faults.incoming')}>{rows(INCOMING)}</Group>
      <Group title={t('faults.line')}>
        {provider !== 'META' && <SwitchRow label={t('faults.offline.title')} hint={t('faults.offline.text')} checked={session !== 'WORKING'} onChange={(down) => void setSession(down ? 'FAILED' : 'WORKING')} />}
        {rows(LINE)}
        <Handset />
        <Reset />
      </Group>
    </>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="mt-5">
      <h2 className="text-xs font-semibold text-ink-2">{title}</h2>
      <div className="mt-1 divide-y">{children}</div>
    </section>
  );
}

function FaultRow({ name, faults }: { name: FaultName; faults: Faults }) {
  const { t } = useTranslation('sandbox');
  const when = whenOf(faults, name);
  const title = t(`faults.${name}.title`);
  const coded = name === 'sendError' || name === 'acceptedThenFailed';
  const code = String((coded && faults[name]?.code) || CODES[0]);
  const choose = (next: When, chosen = code) => void setFaults(withFault(faults, name, next, coded ? { code: Number(chosen) } : {}));
  return (
    <div className="py-2.5">
      <p className="text-sm font-medium">{title}</p>
      <p className="text-xs text-ink-2">{t(`faults.${name}.text`)}</p>
      <Segments label={t('faults.whenOf', { fault: title })} value={when} onChange={choose} choices={WHENS.map((value) => ({ value, label: t(`faults.when.${value}`) }))} className="mt-1.5" />
      {coded && when !== 'off' && (
        <Select aria-label={t('faults.code')} value={code} onChange={(chosen) => choose(when, chosen)} choices={CODES.map((value) => ({ value, label: t(`faults.codes.${value}`) }))} className="mt-2" />
      )}
    </div>
  );
}

function Handset() {
  const { t } = useTranslation('sandbox');
  const { people, active: chosen } = useStage();
  const person = people.find((one) => one.phone === chosen) ?? people[0];
  const [text, setText] = useState('');
  const id = useId();
  if (!person) return null;
  return (
    <form
      className="py-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!text.trim()) return;
        void fromHandset(person.phone, text.trim());
        setText('');
      }}
    >
      <label htmlFor={id} className="text-sm font-medium">
        {t('faults.handset.title')}
      </label>
      <p className="text-xs text-ink-2">{t('faults.handset.text', { name: person.name })}</p>
      <div className="mt-1.5 flex gap-2">
        <Input id={id} value={text} placeholder={t('faults.handset.write')} onChange={(event) => setText(event.target.value)} />
        <Button type="submit" disabled={!text.trim()}>
          {t('send')}
        </Button>
      </div>
    </form>
  );
}

function Reset() {
  const { t } = useTranslation('sandbox');
  const [asking, setAsking] = useState(false);
  return (
    <div className="flex items-center gap-4 py-2.5">
      <div className="flex-1">
        <p className="text-sm font-medium">{t('faults.reset.title')}</p>
        <p className="text-xs text-ink-2">{t('faults.reset.text')}</p>
      </div>
      <Button onClick={() => setAsking(true)}>{t('faults.reset.act')}</Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('faults.reset.title')}
        description={t('faults.reset.text')}
        action={t('faults.reset.act')}
        danger
        onConfirm={() => {
          setAsking(false);
          void reset();
        }}
      />
    </div>
  );
}
