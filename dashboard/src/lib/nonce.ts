import { setNonce } from 'get-nonce';

/** The nonce of this page's content security policy; the server wrote it into the document. */
export function nonce(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined;
}

/** For the libraries that put a style element into the page: the scroll lock of dialogs. */
export function announceNonce(): void {
  const value = nonce();
  if (value) setNonce(value);
}
