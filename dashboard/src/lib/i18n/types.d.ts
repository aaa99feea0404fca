import 'i18next';

/** One line per feature, so that a key that does not exist is a type error. pt-BR is the reference; a test compares the others. */
interface Resources {
  common: typeof import('./pt-BR/common.json');
  auth: typeof import('./pt-BR/auth.json');
  shell: typeof import('./pt-BR/shell.json');
  inbox: typeof import('./pt-BR/inbox.json');
  shortcuts: typeof import('./pt-BR/shortcuts.json');
  start: typeof import('./pt-BR/start.json');
  decisions: typeof import('./pt-BR/decisions.json');
  board: typeof import('./pt-BR/board.json');
  users: typeof import('./pt-BR/users.json');
  hours: typeof import('./pt-BR/hours.json');
  departments: typeof import('./pt-BR/departments.json');
  channels: typeof import('./pt-BR/channels.json');
  settings: typeof import('./pt-BR/settings.json');
  metrics: typeof import('./pt-BR/metrics.json');
  audit: typeof import('./pt-BR/audit.json');
  integrations: typeof import('./pt-BR/integrations.json');
  jobs: typeof import('./pt-BR/jobs.json');
  profile: typeof import('./pt-BR/profile.json');
  contacts: typeof import('./pt-BR/contacts.json');
  sandbox: typeof import('./pt-BR/sandbox.json');
  'quick-replies': typeof import('./pt-BR/quick-replies.json');
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Resources;
    enableSelector: false;
  }
}
