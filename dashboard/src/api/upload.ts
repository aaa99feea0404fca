import { useAuthStore } from '@/lib/auth-store';
import { currentLanguage } from '@/lib/i18n';

import { isProblem, ProblemError } from './client';
import type { Message } from './types';

interface Upload {
  form: FormData;
  /** The message's client id: sending again with it makes no second message. */
  key: string;
  signal: AbortSignal;
  /** The part that has left, 0 to 1. */
  onProgress(part: number): void;
}

/** `POST /api/messages/send-media`. By hand, because `fetch` does not tell how much of a body has left. */
export function uploadMedia({ form, key, signal, onProgress }: Upload): Promise<Message> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/messages/send-media');
    request.setRequestHeader('Authorization', `Bearer ${useAuthStore.getState().token}`);
    request.setRequestHeader('Accept-Language', currentLanguage());
    request.setRequestHeader('Idempotency-Key', key);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status < 300) resolve(answer as Message);
      else if (isProblem(answer)) reject(new ProblemError(answer, new Response(null, { status: request.status })));
      else reject(new Error(`${request.status} from the upload`));
    };
    request.onerror = () => reject(new TypeError('no connection'));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    if (signal.aborted) reject(new DOMException('cancelled', 'AbortError'));
    else request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
