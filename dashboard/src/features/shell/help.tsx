import { useTranslation } from 'react-i18next';

import { ShortcutList } from '@/components/shortcut-list';
import { Dialog } from '@/components/ui/dialog';

export default function Help({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('shortcuts');
  return (
    <Dialog open onOpenChange={onClose} title={t('title')} wide>
      <ShortcutList className="gap-x-8 sm:grid-cols-2" />
    </Dialog>
  );
}
