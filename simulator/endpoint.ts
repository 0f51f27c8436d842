/**
 * The OCPP endpoint of a server, to which identities are appended. A bare address means the path `/ocpp`; `http` means
 * `ws`. Throws a `TypeError` for anything that is no such address.
 */
export function endpointOf(url: string): string {
  const parsed = new URL(url)
  const protocol = parsed.protocol.replace(/^http/, 'ws')
  if (protocol !== 'ws:' && protocol !== 'wss:') throw new TypeError(`${url} is not a WebSocket address`)
  const path = parsed.pathname.replace(/\/+$/, '')
  return `${protocol}//${parsed.host}${path === '' ? '/ocpp' : path}`
}
