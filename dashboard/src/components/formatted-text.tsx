import { Fragment, type ReactNode } from 'react';

/**
 * WhatsApp's marks: *bold*, _italic_, ~struck~ and ```code```. A mark stands at the border of a word and holds no space at its inner side.
 * Only web addresses become links; everything else stays text, whatever it looks like.
 */
const TOKEN = /```([^`]+)```|(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\3(?![\p{L}\p{N}])/gu;

export function formatted(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let done = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, code, link, mark, inner = ''] = match;
    if (match.index > done) parts.push(text.slice(done, match.index));
    done = match.index + whole.length;
    if (code !== undefined) parts.push(<code className="rounded bg-ink/8 px-1 font-mono text-[0.92em]">{code}</code>);
    else if (link !== undefined) {
      parts.push(
        <a href={link} target="_blank" rel="noopener noreferrer nofollow" className="break-all text-accent-text underline underline-offset-2">
          {link}
        </a>,
      );
    } else if (mark === '*') parts.push(<strong className="font-semibold">{formatted(inner)}</strong>);
    else if (mark === '_') parts.push(<em>{formatted(inner)}</em>);
    else parts.push(<s>{formatted(inner)}</s>);
  }
  if (done < text.length) parts.push(text.slice(done));
  return parts.map((part, index) => <Fragment key={index}>{part}</Fragment>);
}

/** The words without the marks, in one line. */
export function plainText(text: string): string {
  return text.replace(/```/g, '').replace(/(?<![\p{L}\p{N}])([*_~])(\S[^\n]*?)\1(?![\p{L}\p{N}])/gu, '$2').replace(/\s+/g, ' ').trim();
}
