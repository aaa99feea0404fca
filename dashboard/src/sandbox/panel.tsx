import { useTranslation } from 'react-i18next';

import { Segments } from '@/components/segments';

import { active } from './fault-list';
import { FaultPanel } from './faults';
import { Guide } from './guide';
import { useStage } from './store';

export type Tab = 'guide' | 'faults';

interface Props {
  tab: Tab;
  onTab(tab: Tab): void;
  onAdd(): void;
}

/** What to try, and what to break. */
export function Panel({ tab, onTab, onAdd }: Props) {
  const { t } = useTranslation('sandbox');
  const faults = useStage((state) => state.faults);
  const count = faults ? active(faults) : 0;
  const choices: { value: Tab; label: React.ReactNode }[] = [
    { value: 'guide', label: t('panel.guide') },
    { value: 'faults', label: count > 0 ? `${t('panel.faults')} · ${count}` : t('panel.faults') },
  ];
  return (
    <>
      <Segments label={t('panel.label')} value={tab} onChange={onTab} choices={choices} className="mb-4 flex [&>button]:flex-1" />
      {tab === 'guide' ? <Guide onAdd={onAdd} onFaults={() => onTab('faults')} /> : <FaultPanel />}
    </>
  );
}
