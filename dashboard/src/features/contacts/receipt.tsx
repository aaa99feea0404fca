import { Link } from '@tanstack/react-router';
import { Download, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/types';
import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';
import { saveFile } from '@/lib/download';
import { fullTime, number } from '@/lib/format';

type Receipt = Schemas['ErasureReceipt'];

const KNOWN = ['contacts', 'contact_identities', 'contact_tags', 'conversations', 'conversation_notes', 'messages', 'media', 'objects', 'outbox', 'lanes', 'inbox_events', 'events', 'dead_jobs', 'webhook_deliveries', 'audit_logs'] as const;
const isKnown = (table: string): table is (typeof KNOWN)[number] => KNOWN.some((name) => name === table);

/** What was erased of a person, to keep or to hand over: it names nobody. */
export function ErasureReceipt({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation('contacts');
  const rows = receipt.tables.filter((table) => table.rows > 0);
  return (
    <Page
      title={
        <span className="flex items-center gap-2.5">
          <ShieldCheck aria-hidden className="size-6 text-ok" strokeWidth={1.75} />
          {t('receipt')}
        </span>
      }
      description={t('receiptText')}
      width="narrow"
      actions={
        <>
          <Button onClick={() => saveFile(new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' }), `erasure-${receipt.contactId}.json`)}>
            <Download />
            {t('receiptSave')}
          </Button>
          <Button asChild variant="primary">
            <Link to="/dashboard/contacts">{t('toContacts')}</Link>
          </Button>
        </>
      }
    >
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5 pb-5 text-sm">
        <dt className="text-ink-3">{t('receiptWhen')}</dt>
        <dd>{fullTime(receipt.erasedAt)}</dd>
        <dt className="text-ink-3">{t('receiptId')}</dt>
        <dd className="font-mono text-xs leading-5 [overflow-wrap:anywhere]">{receipt.contactId}</dd>
      </dl>
      <table aria-label={t('receipt')} className="w-full border-collapse text-sm">
        <tbody className="border-t">
          {rows.map(({ table, rows: count }) => (
            <tr key={table} className="border-b">
              <th scope="row" className="h-9 text-left font-normal">
                {isKnown(table) ? t(`table.${table}`) : <code className="font-mono text-xs">{table}</code>}
              </th>
              <td className="tnum text-right font-medium">{number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Page>
  );
}
