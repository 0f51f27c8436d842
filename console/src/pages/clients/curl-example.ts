/** What trades the credentials for a token, and what reads something with it; a person can paste it into a shell. */
export function curlExample(base: string, { clientId, secret }: { clientId: string; secret: string }): string {
  return [
    `TOKEN=$(curl -s -u '${clientId}:${secret}' \\`,
    `  -d grant_type=client_credentials ${tokenUrl(base)} \\`,
    `  | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `curl -H "authorization: Bearer $TOKEN" '${new URL('v2/transactions?limit=5', base).href}'`,
  ].join('\n')
}

/** Where API clients get their tokens. `base` is the address of the console. */
export function tokenUrl(base: string): string {
  return new URL('oauth2/token', base).href
}
