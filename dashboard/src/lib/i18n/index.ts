import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = ['pt-BR', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT = 'wpc.language';

type Catalogue = Record<string, Record<string, unknown>>;

/** One chunk per language; a reader loads one of them. */
const LOADERS: Record<Language, () => Promise<{ catalogue: Catalogue }>> = {
  'pt-BR': () => import('./pt-BR'),
  en: () => import('./en'),
};

/** The texts of the other pages, each a small file of its own. */
const LATER = import.meta.glob<Record<string, unknown>>(['./*/*.json', '!./*/common.json', '!./*/auth.json', '!./*/shell.json', '!./*/inbox.json'], { import: 'default' });
const asked = new Set<string>();

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language);
}

export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'pt-BR';
}

async function load(language: Language): Promise<void> {
  const { catalogue } = await LOADERS[language]();
  for (const [feature, texts] of Object.entries(catalogue)) i18next.addResourceBundle(language, feature, texts, true, true);
  await Promise.all([...asked].map((feature) => loadFeature(language, feature)));
}

async function loadFeature(language: Language, feature: string): Promise<void> {
  const texts = await LATER[`./${language}/${feature}.json`]?.();
  if (texts) i18next.addResourceBundle(language, feature, texts, true, true);
}

/** For `loader` of a route: the texts of these features are there before its page is shown. */
export function texts(...features: string[]) {
  return async () => {
    const missing = features.filter((feature) => !asked.has(feature));
    await Promise.all(missing.map((feature) => loadFeature(currentLanguage(), feature)));
    for (const feature of missing) asked.add(feature);
  };
}

export async function startI18n(): Promise<void> {
  const kept = localStorage.getItem(KEPT);
  const language = isLanguage(kept) ? kept : 'pt-BR';
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    resources: {},
    partialBundledLanguages: true,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await load(language);
  document.documentElement.lang = language;
}

/** Switches now, and for the next visit on this device. */
export async function setLanguage(language: Language): Promise<void> {
  await load(language);
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
