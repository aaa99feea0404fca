import { BatteryFull, Signal, Wifi } from 'lucide-react';
import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';

import { Avatar } from '@/components/ui/avatar';
import { useAuthStore } from '@/lib/auth-store';
import { clock, dayName, phone as readable } from '@/lib/format';
import { useNow } from '@/lib/use-now';

import { tell, write } from './actions';
import { Bubble } from './bubble';
import { Composer, type Mode } from './composer';
import { answersTo } from './menu-answers';
import { chatOf, useStage } from './store';
import type { Person, Shown } from './types';

const told = new Set<string>();

/** The customer has seen what is on the screen. */
function useReading(person: Person, chat: Shown[]) {
  useEffect(() => {
    const read = () => {
      if (document.hidden) return;
      const last = chat.at(-1)?.seq ?? 0;
      useStage.setState((state) => ((state.looked[person.phone] ?? 0) >= last ? state : { looked: { ...state.looked, [person.phone]: last } }));
      if (!person.reads) return;
      for (const { id, author, status, before } of chat) {
        if (author !== 'COMPANY' || before || told.has(id) || (status !== 'sent' && status !== 'delivered')) continue;
        // Not before it was delivered, unless delivering is turned off.
        told.add(id);
        setTimeout(() => void tell(id, 'read'), 600);
      }
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [person, chat]);
}

export function Phone({ person }: { person: Person }) {
  const { t } = useTranslation('sandbox');
  const company = useAuthStore((state) => state.user?.company.name) ?? '';
  const channel = useStage((state) => state.channel?.name);
  const number = useStage((state) => state.companyPhone ?? state.channel?.phone);
  const typing = useStage((state) => state.typing.includes(person.phone));
  const { messages, pending, before } = useStage(useShallow(({ messages, pending, before }) => ({ messages, pending, before })));
  const chat = useMemo(() => chatOf({ messages, pending, before }, person.phone), [messages, pending, before, person.phone]);
  const [mode, setMode] = useState<Mode | null>(null);
  useReading(person, chat);
  const answers = answersTo(chat);
  const name = company || channel || '';

  return (
    <section
      aria-label={t('phoneOf', { name: person.name })}
      className="flex min-h-0 w-full flex-1 flex-col overflow-hidden bg-(--bezel) sm:rounded-[2.4rem] sm:border sm:border-(--bezel-edge) sm:p-2 sm:shadow-pop"
    >
      <div className="flex min-h-0 flex-1 flex-col overflow-hidden bg-canvas sm:rounded-[1.9rem]">
        <StatusBar />
        <header className="flex items-center gap-2.5 border-b bg-canvas px-3.5 pb-2 pt-1">
          <Avatar name={name} />
          <div className="min-w-0 flex-1">
            <p className="truncate font-semibold leading-5">{name}</p>
            <p className="truncate text-xs text-ink-2" role="status">
              {typing ? <span className="font-medium text-accent-text">{t('typing')}</span> : number ? <span className="tnum">{readable(number)}</span> : t('online')}
            </p>
          </div>
        </header>
        <Messages chat={chat} person={person} company={name} typing={typing} onMode={setMode} />
        {answers.length > 0 && !mode && (
          <div role="group" aria-label={t('answers')} className="wall flex gap-1.5 overflow-x-auto px-2.5 pb-2">
            {answers.map(({ say, label }) => (
              <button key={say} type="button" className="flex h-8 shrink-0 items-center gap-1.5 rounded-full border bg-surface px-3 text-sm hover:bg-hover" onClick={() => void write(person.phone, { type: 'text', text: say })}>
                <span className="tnum font-semibold text-accent-text">{say}</span> {label}
              </button>
            ))}
          </div>
        )}
        <Composer phone={person.phone} name={person.name} mode={mode} onMode={setMode} />
      </div>
    </section>
  );
}

function StatusBar() {
  const now = useNow();
  return (
    <div aria-hidden className="hidden items-center gap-1 bg-canvas px-5 pb-1 pt-2 text-ink-2 sm:flex">
      <span className="tnum text-xs font-semibold text-ink">{clock(new Date(now).toISOString())}</span>
      <span className="mx-auto h-4 w-18 rounded-full bg-(--bezel)" />
      <Signal className="size-3.5" />
      <Wifi className="size-3.5" />
      <BatteryFull className="size-4" />
    </div>
  );
}

interface MessagesProps {
  chat: Shown[];
  person: Person;
  company: string;
  typing: boolean;
  onMode(mode: Mode): void;
}

function Messages({ chat, person, company, typing, onMode }: MessagesProps) {
  const { t } = useTranslation('sandbox');
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lastId = chat.at(-1)?.id;
  useLayoutEffect(() => {
    const element = list.current;
    if (element && (atEnd.current || chat.at(-1)?.pending)) element.scrollTop = element.scrollHeight;
    // What is new scrolls; a tick that turns blue does not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [lastId, chat.length, typing]);
  const byId = useMemo(() => new Map(chat.map((one) => [one.id, one])), [chat]);
  const today = new Date().toDateString();
  return (
    <div
      ref={list}
      tabIndex={0}
      role="region"
      aria-label={t('messages', { name: person.name })}
      className="wall min-h-0 flex-1 overflow-y-auto overscroll-contain px-3 py-2 focus-visible:-outline-offset-2"
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        atEnd.current = scrollHeight - scrollTop - clientHeight < 60;
      }}
      // A picture that came later makes the list longer.
      onLoadCapture={() => atEnd.current && list.current && (list.current.scrollTop = list.current.scrollHeight)}
    >
      {chat.length === 0 ? (
        <div className="flex h-full flex-col items-center justify-center gap-1 text-center">
          <p className="font-medium">{t('emptyChat')}</p>
          <p className="max-w-52 text-sm text-ink-2">{t('emptyChatHint')}</p>
          <button type="button" className="mt-3 h-8.5 rounded-full bg-accent px-5 text-sm font-medium text-accent-ink hover:bg-accent-hover" onClick={() => void write(person.phone, { type: 'text', text: t('hello') })}>
            {t('hello')}
          </button>
        </div>
      ) : (
        <ol aria-live="polite" className="flex min-h-full flex-col justify-end">
          {chat.map((message, index) => {
            const previous = chat[index - 1];
            const day = new Date(message.at).toDateString();
            const newDay = !previous || new Date(previous.at).toDateString() !== day;
            return (
              <Fragment key={message.id}>
                {newDay && (
                  <li className="my-1.5 self-center rounded-full bg-surface px-2.5 py-0.5 text-2xs font-medium text-ink-2 shadow-xs first-letter:uppercase">{day === today ? t('today') : dayName(message.at)}</li>
                )}
                <Bubble
                  message={message}
                  quoted={message.replyTo ? byId.get(message.replyTo) : undefined}
                  first={newDay || previous?.author !== message.author}
                  company={company}
                  onReply={(chosen) => onMode({ kind: 'reply', message: chosen })}
                  onEdit={(chosen) => onMode({ kind: 'edit', message: chosen })}
                />
              </Fragment>
            );
          })}
          {typing && (
            <li aria-hidden className="mt-2 flex w-fit gap-1 rounded-lg rounded-tl-sm bg-bubble-in px-3 py-2.5 shadow-xs">
              {['', '[animation-delay:150ms]', '[animation-delay:300ms]'].map((delay) => (
                <span key={delay} className={`typing-dot size-1.5 rounded-full bg-ink-3 ${delay}`} />
              ))}
            </li>
          )}
        </ol>
      )}
    </div>
  );
}
