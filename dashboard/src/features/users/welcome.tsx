import { useTranslation } from 'react-i18next';

import { CopyText } from '@/components/copy-text';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

export interface Access {
  name: string;
  email: string;
  password: string;
}

/** What a new person needs to come in: shown once, to be handed over. */
export function Welcome({ access, onClose }: { access: Access; onClose(): void }) {
  const { t } = useTranslation('users');
  const common = useTranslation().t;
  const { name, email, password } = access;
  const message = t('welcomeMessage', { name: name.split(' ')[0], address: location.origin, email, password });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('welcome', { name })}
      description={t('welcomeText')}
      footer={
        <>
          <Button onClick={() => void navigator.clipboard.writeText(message)}>{t('welcomeCopy')}</Button>
          <Button variant="primary" onClick={onClose}>
            {common('close')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div>
          <p className="mb-1 text-xs text-ink-3">{t('email')}</p>
          <CopyText text={email} label={t('email')} />
        </div>
        <div>
          <p className="mb-1 text-xs text-ink-3">{t('password')}</p>
          <CopyText text={password} label={t('password')} />
        </div>
      </div>
    </Dialog>
  );
}
