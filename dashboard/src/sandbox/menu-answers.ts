import type { Shown } from './types';

const LINE = /^\s*\*?(\d{1,2})\*?\s*[-–.)]\s*\*?(.+?)\*?\s*$/;

/** What can be tapped instead of typed: the lines of a menu that is the last thing the company wrote. */
export function answersTo(chat: Shown[]): { say: string; label: string }[] {
  const last = chat.at(-1);
  if (!last || last.author === 'CUSTOMER' || !last.text) return [];
  const found = last.text.split('\n').map((line) => LINE.exec(line));
  const answers = found.flatMap((match) => (match?.[1] && match[2] ? [{ say: match[1], label: match[2] }] : []));
  return answers.length > 1 ? answers : [];
}
