import type { TFunction } from 'i18next'
import { RequestFailed } from '../api/request.ts'
import { serverWords } from '../i18n/server-words.ts'

const known = [
  'offline',
  'forbidden',
  'not_found',
  'invalid_value',
  'conflict',
  'rate_limited',
  'unavailable',
  'internal',
  'not_logged_in',
  'invalid_credentials',
  'bad_answer',
] as const

/** What a failure means and what to do next, in the person's language. */
export function failureText(t: TFunction<'common'>, error: unknown): string {
  if (!(error instanceof RequestFailed)) return t('error.pageText')
  const code = known.find((each) => each === error.code) ?? 'other'
  return t(`error.${code}`, { message: serverWords(error.message) })
}

export function failureCode(error: unknown): string {
  return error instanceof RequestFailed ? error.code : 'console'
}
