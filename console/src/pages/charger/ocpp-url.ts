/** The WebSocket address of a charger on the server that this page came from: `wss://host/base/ocpp/CP-1`. */
export function ocppUrl(ocppPath: string, pageBase: string): string {
  const base = new URL(pageBase)
  const prefix = base.pathname.replace(/\/$/, '')
  // The server may have put its base path in front already.
  const path = prefix !== '' && ocppPath.startsWith(`${prefix}/`) ? ocppPath : prefix + ocppPath
  return `${base.protocol === 'https:' ? 'wss' : 'ws'}://${base.host}${path}`
}
