import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { contactDetail } from '@/api/contacts';
import { queryClient } from '@/api/query-client';
import type { Contact, Schemas } from '@/api/types';
import { Skeleton } from '@/components/states';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { toast } from '@/lib/toast';

type Change = Schemas['ContactChange'];

/** What the company knows of the customer: the e-mail, and facts of its own. Each is changed where it stands. */
export function Attributes({ contactId }: { contactId: string }) {
  const { t } = useTranslation('inbox');
  const { queryKey } = contactDetail(contactId);
  const contact = useQuery(contactDetail(contactId));
  const [adding, setAdding] = useState(false);
  const save = useMutation({
    mutationFn: (body: Change) => unwrap(api.PATCH('/api/contacts/{id}', { params: { path: { id: contactId } }, body })),
    onMutate({ attributes, email }) {
      const before = queryClient.getQueryData(queryKey);
      queryClient.setQueryData(queryKey, (known) => known && { ...known, ...(attributes && { attributes }), ...(email !== undefined && { email }) });
      return { before };
    },
    onSuccess: (fresh) => queryClient.setQueryData<Contact>(queryKey, fresh),
    onError(error, _, kept) {
      queryClient.setQueryData(queryKey, kept?.before);
      toast.problem(error);
    },
  });
  if (!contact.data) return <Skeleton className="h-12" />;
  const attributes = (contact.data.attributes ?? {}) as Record<string, unknown>;
  const write = (name: string, value: string | null) => {
    const { [name]: _, ...rest } = attributes;
    save.mutate({ attributes: value === null ? rest : { ...attributes, [name]: value } });
  };
  return (
    <div className="flex flex-col gap-0.5 text-sm">
      <Fact name={t('panel.email')} value={contact.data.email ?? ''} onSave={(email) => save.mutate({ email: email || null })} />
      {Object.entries(attributes).map(([name, value]) => (
        <Fact key={name} name={name} value={typeof value === 'object' ? JSON.stringify(value) : String(value)} onSave={(next) => write(name, next)} onRemove={() => write(name, null)} />
      ))}
      {adding ? (
        <NewFact
          taken={Object.keys(attributes)}
          onClose={() => setAdding(false)}
          onSave={(name, value) => {
            write(name, value);
            setAdding(false);
          }}
        />
      ) : (
        <Button variant="ghost" size="sm" className="-ml-1 mt-0.5 self-start px-1.5" onClick={() => setAdding(true)}>
          <Plus />
          {t('panel.addAttribute')}
        </Button>
      )}
    </div>
  );
}

interface FactProps {
  name: string;
  value: string;
  onSave(value: string): void;
  onRemove?(): void;
}

/** A name and its value. The value is a button until it is clicked. */
function Fact({ name, value, onSave, onRemove }: FactProps) {
  const { t } = useTranslation('inbox');
  const [draft, setDraft] = useState<string | null>(null);
  const save = () => {
    if (draft !== null && draft.trim() !== value) onSave(draft.trim());
    setDraft(null);
  };
  return (
    <div className="group flex min-h-7 items-center gap-2">
      <span className="w-24 shrink-0 truncate text-ink-3" title={name}>
        {name}
      </span>
      {draft === null ? (
        <button type="button" aria-label={`${t('panel.edit')}: ${name}, ${value || t('panel.empty')}`} className="min-w-0 flex-1 truncate rounded px-1 text-left hover:bg-hover" title={value} onClick={() => setDraft(value)}>
          {value || <span className="text-ink-3">{t('panel.empty')}</span>}
        </button>
      ) : (
        <Input
          autoFocus
          aria-label={name}
          className="h-7 min-w-0 flex-1 px-1"
          value={draft}
          maxLength={1000}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key === 'Enter') save();
            if (event.key === 'Escape') setDraft(null);
          }}
        />
      )}
      {onRemove && (
        <Button variant="ghost" size="icon-sm" className="size-6 opacity-0 focus-visible:opacity-100 group-hover:opacity-100" aria-label={`${t('discard')}: ${name}`} onClick={onRemove}>
          <X />
        </Button>
      )}
    </div>
  );
}

function NewFact({ taken, onSave, onClose }: { taken: string[]; onSave(name: string, value: string): void; onClose(): void }) {
  const { t } = useTranslation('inbox');
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const ready = name.trim() !== '' && value.trim() !== '' && !taken.includes(name.trim());
  return (
    <form
      className="mt-1 flex items-center gap-1.5"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onSave(name.trim(), value.trim());
      }}
    >
      <Input
        autoFocus
        aria-label={t('panel.attributeName')}
        placeholder={t('panel.attributeName')}
        className="h-7.5 w-24"
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Input
        aria-label={t('panel.attributeValue')}
        placeholder={t('panel.attributeValue')}
        className="h-7.5 min-w-0 flex-1"
        maxLength={1000}
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <Button type="submit" size="icon-sm" aria-label={t('panel.addAttribute')} disabled={!ready}>
        <Plus />
      </Button>
      <Button variant="ghost" size="icon-sm" aria-label={useTranslation().t('cancel')} onClick={onClose}>
        <X />
      </Button>
    </form>
  );
}
