import { BookOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';

import { ApiKeys } from './api-keys';
import { Webhooks } from './webhooks';

/** How other programs come in, and what they are told. */
export function IntegrationsPage() {
  const { t } = useTranslation('integrations');
  return (
    <Page
      title={t('title')}
      actions={
        <Button asChild>
          <a href="/docs" target="_blank" rel="noreferrer">
            <BookOpen />
            {t('docs')}
          </a>
        </Button>
      }
    >
      <ApiKeys />
      <Webhooks />
    </Page>
  );
}
