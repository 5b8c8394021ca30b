import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { resources, zhCN, type Language } from './resources.ts';

/** Starts the words in a language; all of them are in the program, so nothing is loaded. */
export async function startWords(language: Language): Promise<i18n> {
  const words = createInstance();
  await words.use(initReactI18next).init({
    resources,
    lng: language,
    fallbackLng: 'zh-CN',
    ns: Object.keys(zhCN),
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return words;
}
