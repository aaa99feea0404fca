import { Copy, Pencil, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Conversation } from '@/api/types';
import { Decisions } from '@/components/decisions';
import { Segments } from '@/components/segments';
import { Avatar } from '@/components/ui/avatar';
import { Badge, Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { dateAndTime, fullTime, phone } from '@/lib/format';
import { toast } from '@/lib/toast';

import type { Actions } from '../actions';
import { displayName, stateOf } from '../state';
import { Attributes } from './attributes';
import { Episodes } from './episodes';
import { Notes } from './notes';
import { SharedMedia } from './shared-media';
import { Tags } from './tags';
import { Timeline } from './timeline';

export default function CustomerPanel({ conversation, actions, onClose }: { conversation: Conversation; actions: Actions; onClose(): void }) {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const [part, setPart] = useState<'details' | 'media'>('details');
  const { contact, customerPhone, customerPhoneKnown, department, assignedUser } = conversation;
  return (
    <div className="flex flex-col">
      <div className="relative flex flex-col items-center gap-1 px-4 pb-4 pt-6 text-center">
        <Button variant="ghost" size="icon-sm" className="absolute right-2 top-2 xl:hidden" aria-label={common('close')} onClick={onClose}>
          <X />
        </Button>
        <Avatar name={displayName(conversation, phone)} url={contact.avatarUrl} size="lg" />
        <Name conversation={conversation} onRename={actions.rename} />
        {customerPhoneKnown ? (
          <button
            type="button"
            aria-label={`${phone(customerPhone)}: ${t('panel.copyPhone')}`}
            className="tnum group flex items-center gap-1.5 rounded text-sm text-ink-2 hover:text-ink"
            onClick={() => void navigator.clipboard.writeText(customerPhone).then(() => toast.ok(common('copied')))}
          >
            {phone(customerPhone)}
            <Copy className="size-3.5 text-ink-3" />
          </button>
        ) : (
          <p className="text-sm text-ink-3">{t('panel.phoneUnknown')}</p>
        )}
        {(contact.blocked || contact.optedOutAt) && (
          <p className="flex gap-1.5 pt-1">
            {contact.blocked && <Badge tone="danger">{t('panel.blocked')}</Badge>}
            {contact.optedOutAt && <Badge tone="warn">{t('panel.optedOut')}</Badge>}
          </p>
        )}
      </div>
      <div className="flex justify-center px-4 pb-3.5">
        <Segments<'details' | 'media'>
          label={t('panel.title')}
          value={part}
          onChange={setPart}
          choices={[
            { value: 'details', label: t('panel.details') },
            { value: 'media', label: t('panel.media') },
          ]}
        />
      </div>
      {part === 'media' ? (
        <div className="border-t">
          <SharedMedia conversationId={conversation.id} />
        </div>
      ) : (
        <>
          <Part title={t('panel.attendance')}>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm [&_dd]:truncate [&_dd]:text-right [&_dt]:text-ink-3">
              <dt>{t('panel.state')}</dt>
              <dd>{t(`state.${stateOf(conversation)}`)}</dd>
              <dt>{t('panel.protocol')}</dt>
              <dd className="tnum select-all">{conversation.protocol}</dd>
              <dt>{t('department')}</dt>
              <dd>{department ? <Coloured color={department.color}>{department.name}</Coloured> : common('none')}</dd>
              <dt>{t('agent')}</dt>
              <dd>{assignedUser?.name ?? t('panel.nobody')}</dd>
              <dt>{t('channel')}</dt>
              <dd>{conversation.channel.name}</dd>
              <dt>{t('panel.since')}</dt>
              <dd title={fullTime(conversation.createdAt)}>{dateAndTime(conversation.createdAt)}</dd>
            </dl>
          </Part>
          <Part title={t('panel.why')}>
            <Decisions conversationId={conversation.id} />
          </Part>
          <Part title={t('panel.attributes')}>
            <Attributes contactId={conversation.contactId} />
          </Part>
          <Part title={t('panel.tags')}>
            <Tags conversation={conversation} onChange={actions.tag} />
          </Part>
          <Part title={t('panel.notes')}>
            <Notes conversationId={conversation.id} />
          </Part>
          <Part title={t('panel.episodes')}>
            <Episodes conversation={conversation} />
          </Part>
          <Part title={t('panel.timeline')}>
            <Timeline conversationId={conversation.id} />
          </Part>
        </>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="border-t px-4 py-3.5">
      <h3 className="mb-2 text-xs font-semibold text-ink-2">{title}</h3>
      {children}
    </section>
  );
}

function Name({ conversation, onRename }: { conversation: Conversation; onRename(name: string | null): void }) {
  const { t } = useTranslation('inbox');
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null) {
    return (
      <button type="button" aria-label={`${displayName(conversation, phone)}: ${t('panel.editName')}`} className="group relative mt-2 max-w-[85%] rounded" onClick={() => setDraft(conversation.customerName ?? '')}>
        <span className="block truncate text-lg font-semibold tracking-tight">{displayName(conversation, phone)}</span>
        <Pencil className="absolute -right-5 top-1.5 size-3.5 text-ink-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100" />
      </button>
    );
  }
  const save = () => {
    const name = draft.trim() || null;
    if (name !== conversation.customerName) onRename(name);
    setDraft(null);
  };
  return (
    <Input
      autoFocus
      value={draft}
      maxLength={200}
      aria-label={t('panel.editName')}
      className="mt-1.5 text-center"
      onChange={(event) => setDraft(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') setDraft(null);
      }}
    />
  );
}
