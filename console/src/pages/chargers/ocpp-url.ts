/** The whole address that a charger connects to, from the path that the server told or a placeholder's. */
export function ocppUrl(ocppPath: string): string {
  const url = new URL(ocppPath.replace(/^\//, ''), document.baseURI)
  return `${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.host}${decodeURI(url.pathname)}`
}
