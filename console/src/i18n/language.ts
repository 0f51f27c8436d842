import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { loadPart } from '../api/load-part.ts'
import { setFormatLanguage } from '../format/format.ts'
import type { Texts } from './en.ts'

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

const storedAs = 'voltyard.language'
// Only the language in use is loaded; a text that lacks in one does not compile.
const loaders = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
}

/** Loads the texts: the person's choice, else what the browser asks for, else English. */
export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'none',
    fallbackLng: false,
    defaultNS: 'common',
    ns: ['common'],
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  await applyLanguage(stored() ?? fromBrowser())
}

/** Switches the language of the page and remembers it on this device. */
export async function chooseLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(storedAs, language)
  } catch {
    // Storage may be forbidden: the choice then holds for this visit.
  }
  await applyLanguage(language)
}

export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en'
}

/** Whether the person chose on this device: then the account's language does not overrule it. */
export function hasChosenLanguage(): boolean {
  return stored() !== null
}

/** Switches the language of the page for this visit. */
export async function applyLanguage(language: Language): Promise<void> {
  const { texts } = await loadPart<{ texts: Texts }>(loaders[language])
  for (const [namespace, of] of Object.entries(texts)) i18next.addResourceBundle(language, namespace, of, true, true)
  setFormatLanguage(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

function stored(): Language | null {
  try {
    const value = localStorage.getItem(storedAs)
    return isLanguage(value) ? value : null
  } catch {
    return null
  }
}

function fromBrowser(): Language {
  for (const wanted of navigator.languages) {
    const language = wanted.slice(0, 2)
    if (isLanguage(language)) return language
  }
  return 'en'
}

function isLanguage(value: unknown): value is Language {
  return languages.includes(value as Language)
}
