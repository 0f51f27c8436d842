import type { CloseReason } from './connection.ts'

/** Why a connection ended or never began, as the end of a sentence for people. */
export function describeClose(why: CloseReason): string {
  if (why.kind === 'refused') return `the server answers HTTP ${why.status}${hints[why.status] ?? ''}`
  if (why.kind === 'unreachable') return `the server cannot be reached (${why.message})`
  if (why.kind === 'untrusted') return `the certificate of the server is not trusted (${why.message})`
  if (why.kind === 'no-version') return 'the server does not speak this OCPP version'
  return `connection closed, ${why.code}${why.reason === '' ? '' : ` ${why.reason}`}`
}

const hints: Record<number, string> = {
  401: ', the password is wrong or missing',
  404: ', it does not know this charger',
  429: ', there were too many attempts',
  503: ', it is busy or stopping',
}
