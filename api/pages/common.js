// What both pages share: the API, what the browser remembers, the sign-in form.

import { h, say } from './elements.js';
import { locale, t } from './words.js';

export const list = (answer) => (Array.isArray(answer) ? answer : answer?.items ?? []);

/** A store that survives a reload but never breaks the page when storage is refused. */
export function remember(key, value) {
  try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private window */ }
}
export function recall(key, otherwise) {
  try { return JSON.parse(localStorage.getItem(key)) ?? otherwise; } catch { return otherwise; }
}

// The token belongs to the tab, so that two tabs may be signed in as different people.
let tokenKey = 'token';
export const token = () => { try { return sessionStorage.getItem(tokenKey); } catch { return null; } };
function keepToken(value) {
  try { value ? sessionStorage.setItem(tokenKey, value) : sessionStorage.removeItem(tokenKey); } catch { /* ditto */ }
}
export function signOut() {
  keepToken(null);
  location.reload();
}

export class ApiError extends Error {
  constructor(status, problem) {
    super(problem?.detail || problem?.title || `${t('failed')} (${status})`);
    this.status = status;
    this.code = problem?.code;
  }
}

/** Call the API. Throws an ApiError with a sentence for people; status 0 when the server cannot be reached. */
export async function api(method, path, body, headers = {}) {
  const init = { method, headers: { 'Accept-Language': locale, ...headers } };
  if (token()) init.headers.Authorization = `Bearer ${token()}`;
  if (body !== undefined) {
    init.headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  let response;
  let text;
  try {
    response = await fetch(path, init);
    text = await response.text();
  } catch { throw new ApiError(0, { detail: t('offline') }); }
  let answer = null;
  try { answer = text ? JSON.parse(text) : null; } catch { /* an answer without JSON */ }
  if (response.status === 401 && token() && path !== '/api/auth/login') signOut();
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer;
}

/**
 * The log-in that the address carries behind its `#`, as `scripts/start` prints it for the demonstration. The part behind `#` never
 * leaves the browser, and is taken out of the address at once.
 */
function carried() {
  const { email, password } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  if (email || password) history.replaceState(null, '', location.pathname + location.search);
  return { email: email ?? '', password: password ?? '' };
}

/** Ask for e-mail and password unless this tab is signed in; resolves with the user. */
export async function signedIn(main, key) {
  tokenKey = `wpc-${key}`;
  document.title = `${t(`${key}Title`)} · WPPConnector`;
  const given = carried();
  addEventListener('hashchange', () => location.reload());
  if (given.password) keepToken(null);
  while (token()) {
    try { return await api('GET', '/api/auth/me'); } catch (error) {
      say(error.message);
      if (error.status >= 400 && error.status < 500 && error.status !== 429) break;
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
  }
  return new Promise((resolve) => {
    const email = h('input', { type: 'email', name: 'email', autocomplete: 'username', required: true, placeholder: t(`${key}Who`) });
    const password = h('input', { type: 'password', name: 'password', autocomplete: 'current-password', required: true });
    const problem = h('p', { class: 'problem', role: 'alert' });
    const button = h('button', { class: 'primary' }, t('signIn'));
    const submit = async (event) => {
      event?.preventDefault();
      button.disabled = true;
      problem.textContent = '';
      try {
        const answer = await api('POST', '/api/auth/login', { email: email.value.trim(), password: password.value });
        keepToken(answer.token);
        resolve(answer.user);
      } catch (error) {
        problem.textContent = error.status === 401 ? t('loginFailed') : error.message;
        password.select();
      }
      button.disabled = false;
    };
    main.replaceChildren(h('form', { class: 'login', onsubmit: submit },
      h('a', { class: 'brand', href: '/' }, 'WPPConnector'),
      h('h1', {}, t(`${key}Title`)), h('p', { class: 'quiet' }, t(`${key}Intro`)),
      h('label', {}, t('email'), email), h('label', {}, t('password'), password), button, problem,
      h('p', { class: 'quiet hint' }, t('demoHint'))));
    email.value = given.email;
    password.value = given.password;
    const local = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
    // Elsewhere a link must not sign anybody in without being asked.
    if (given.email && given.password && local) submit();
    else if (given.email) (given.password ? button : password).focus();
    else email.focus();
  });
}
