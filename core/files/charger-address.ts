/**
 * What is wrong with an address that a charger is to send files to or fetch them from; null when it may be handed out.
 *
 * The charger calls it, not we, so that any host is allowed; a fragment is not (N01.FR.28), nor anything but file transfer.
 */
export function addressFault(text: string): string | null {
  if (text.length > 2_000) return 'The address is longer than 2000 characters.'
  const url = URL.parse(text)
  if (!url || !schemes.has(url.protocol)) return 'The address must begin with https, http, ftp, ftps or sftp.'
  if (url.hostname === '') return 'The address names no host.'
  if (text.includes('#')) return 'The address must not have a fragment.'
  if (!/^[\x21-\x7e]+$/.test(text)) return 'The address must be of ASCII letters and signs, without blanks.'
  return null
}

/** The same address without what lets somebody in, for people to read. */
export function addressWithoutSecrets(text: string): string {
  const url = URL.parse(text)
  if (!url) return ''
  return `${url.protocol}//${url.host}${url.pathname}`
}

const schemes = new Set(['https:', 'http:', 'ftp:', 'ftps:', 'sftp:'])
