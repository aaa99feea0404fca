// The texts of both languages, to find on a page what belongs to the other, or no translation at all.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const LANGUAGES = ['pt-BR', 'en'];
const FOLDER = path.resolve(import.meta.dirname, '../src/lib/i18n');

function leaves(node, name = '') {
  if (typeof node === 'string') return [[name, node]];
  return Object.entries(node).flatMap(([key, below]) => leaves(below, name ? `${name}.${key}` : key));
}

/** Of each language the pairs of name and text. */
const TEXTS = Object.fromEntries(
  LANGUAGES.map((language) => [
    language,
    readdirSync(path.join(FOLDER, language))
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) => leaves(JSON.parse(readFileSync(path.join(FOLDER, language, file), 'utf8')))),
  ]),
);
const texts = (language) => new Set(TEXTS[language].map(([, text]) => text));

/** What a reader sees or hears read out, piece by piece. */
const spoken = (page) =>
  page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement: parent, data } = walker.currentNode;
      // What customers and the company wrote is in whatever language they speak.
      if (parent && !/^(SCRIPT|STYLE|TEXTAREA)$/.test(parent.tagName) && !parent.closest('[role=log], [lang]:not(html)')) found.push(data.trim());
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      if (element.closest('[role=log]')) continue;
      for (const attribute of ['aria-label', 'title', 'placeholder', 'alt']) found.push(element.getAttribute(attribute)?.trim());
    }
    return found.filter(Boolean);
  });

/** Texts of the other language that this one does not have too. */
export async function foreignTexts(page, language) {
  // Examples read like what a company has in truth, the demonstration's departments among it.
  const examples = new Set(TEXTS['pt-BR'].filter(([name]) => /example/i.test(name)).map(([, text]) => text));
  const other = texts(LANGUAGES.find((candidate) => candidate !== language));
  const own = texts(language);
  return (await spoken(page)).filter((text) => other.has(text) && !own.has(text) && !examples.has(text));
}

/** Names of texts, which show where a translation is missing, and gaps nobody filled. */
export async function namesOfTexts(page, language) {
  const own = texts(language);
  const names = new Set(TEXTS[language].map(([name]) => name).filter((name) => /[a-z][A-Z]|\./.test(name)));
  return (await spoken(page)).filter((text) => (names.has(text) && !own.has(text)) || /^\w+:[a-z]\w*(\.\w+)*$/.test(text));
}
