import { useEffect, useState } from 'react';

import { useAuthStore } from '@/lib/auth-store';

import { stage } from './store';
import type { Shown } from './types';

const opened = new Map<string, Promise<string>>();

/** The file of a message out of the simulator, once; kept as long as the page is open. */
function open(message: Shown): Promise<string> {
  const found = opened.get(message.id);
  if (found) return found;
  const read = async () => {
    const { token } = useAuthStore.getState();
    const answer = await fetch(`/api/sandbox/${stage().channel?.id}/files/${encodeURIComponent(message.id)}`, { headers: token ? { Authorization: `Bearer ${token}` } : {} });
    if (!answer.ok) throw new Error(`the file was answered with ${answer.status}`);
    // The server names no type: what it is, the message says.
    return URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type: message.media?.mimeType.split(';')[0] }));
  };
  const url = read();
  opened.set(message.id, url);
  url.catch(() => opened.delete(message.id));
  return url;
}

/** Where the file of a bubble is; null while it comes, `failed` when it is not there any more. */
export function useFile(message: Shown): string | null | 'failed' {
  const own = message.url ?? null;
  const [url, setUrl] = useState<string | null | 'failed'>(own);
  const has = message.media !== null;
  useEffect(() => {
    if (!has || own) return;
    let there = true;
    open(message).then(
      (found) => there && setUrl(found),
      () => there && setUrl('failed'),
    );
    return () => {
      there = false;
    };
    // A file never changes: its message's id says it all.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [message.id, has, own]);
  return own ?? url;
}

export async function base64(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
