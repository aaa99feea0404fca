import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { EmptyState, ErrorState } from './states';
import { Button } from './ui/button';

export function PageMissing() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={Compass}
      className="h-full"
      title={t('pageMissing')}
      text={t('pageMissingText')}
      action={
        <Button asChild>
          <Link to="/dashboard">{t('toInbox')}</Link>
        </Button>
      }
    />
  );
}

export function PageFailed({ error, reset }: { error: unknown; reset: () => void }) {
  return <ErrorState className="h-full" error={error} retry={reset} />;
}
