import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { cn } from '@/lib/utils';

import { Button } from './ui/button';

/** Something to paste elsewhere, as an address or a secret, with its button. */
export function CopyText({ text, label, className }: { text: string; label: string; className?: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <div className={cn('flex min-w-0 items-center gap-1 rounded-md border bg-sunken pl-2.5', className)}>
      <code className="min-w-0 flex-1 truncate py-1.5 font-mono text-xs text-ink-2" title={text}>
        {text}
      </code>
      <Button variant="ghost" size="icon-sm" aria-label={`${t('copy')}: ${label}`} onClick={copy}>
        {copied ? <Check className="text-ok" /> : <Copy />}
      </Button>
      <span role="status" className="sr-only">
        {copied ? t('copied') : ''}
      </span>
    </div>
  );
}
