// What is here: a way in for whoever opens the bare address.

import { h } from './elements.js';
import { t } from './words.js';

const card = (href, title, text) => h('li', {}, h('a', { href }, h('b', {}, title), h('code', {}, href), h('span', { class: 'quiet' }, text)));

document.getElementById('main').replaceChildren(h('div', { class: 'home' },
  h('p', { class: 'brand' }, 'WPPConnector'),
  h('h1', {}, t('homeTitle')), h('p', { class: 'quiet' }, t('homeIntro')),
  h('ul', {},
    card('/sandbox', t('homeSandbox'), t('homeSandboxText')),
    card('/agent', t('homeAgent'), t('homeAgentText')),
    card('/docs', t('homeDocs'), t('homeDocsText'))),
  h('p', { class: 'quiet hint' }, t('demoHint'))));
