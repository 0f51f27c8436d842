import { currentLanguage } from '../../i18n/language.ts'

/** The last day on which a card is valid, in the browser's zone and the person's language: `31 Jan 2027`. */
export function formatLastDay(validUntil: string): string {
  const language = currentLanguage() === 'en' ? 'en-GB' : currentLanguage()
  const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' })
  return format.format(new Date(Date.parse(validUntil) - 1))
}
