import { inGerman } from './in-german.ts'
import { currentLanguage } from './language.ts'

/**
 * What the server says in English of files, of links to others and of what it refuses, in the person's language. A
 * sentence that this console does not know stays as it is.
 */
export function serverWords(said: string): string {
  return currentLanguage() === 'de' ? inGerman(said) : said
}
