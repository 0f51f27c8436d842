/**
 * A frame as it may be kept in the message log.
 *
 * Tokens are shortened to what lets a person recognise a card, typed-in codes vanish, and so do passwords and
 * credentials in addresses. The rest of the text stays as it was sent.
 */
export function maskFrame(text: string): string {
  let masked = text
  if (hasToken.test(text)) masked = maskTokens(masked)
  if (text.includes('://')) masked = masked.replace(addressCredentials, '$1***@')
  if (hasPassword.test(text)) masked = maskPasswords(masked)
  return masked
}

/** Enough of a token to recognise it: `04…9F1C`. */
export function shortToken(token: string): string {
  if (token.length <= 4) return '…'
  return token.length <= 8 ? `…${token.slice(-2)}` : `${token.slice(0, 2)}…${token.slice(-4)}`
}

const hasToken = /idtag|idtoken/i

// The value of idTag, parentIdTag and idToken, as text or number. `idToken` is an object's name as well.
const tokenMember = /("(?:idTag|parentIdTag|idToken)"\s*:\s*)(?:"((?:[^"\\]|\\.)*)"|(\d+))/gi

function maskTokens(text: string): string {
  const isTypedIn = /"KeyCode"/i.test(text)
  return text.replace(tokenMember, (_, name: string, value?: string, digits?: string) => {
    return `${name}"${isTypedIn ? '***' : shortToken(value ?? digits ?? '').replaceAll(/[\\"]/g, '')}"`
  })
}

const addressCredentials = /([a-z][a-z0-9+.-]*:\/\/)[^\s"/@]+@/gi

const hasPassword = /authorizationkey|password|secret/i
const secretName = /authorizationkey|password|secret/i

/** Passwords travel as the value of a key that is named beside it, so the text has to be read to find them. */
function maskPasswords(text: string): string {
  try {
    return JSON.stringify(withoutSecrets(JSON.parse(text)))
  } catch {
    return '***'
  }
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value)
  const isNamedSecret = members.some(
    ([name, member]) => (name === 'key' || name === 'variable') && secretName.test(JSON.stringify(member)),
  )
  return Object.fromEntries(
    members.map(([name, member]) => {
      const isValue = isNamedSecret && (name === 'value' || name === 'attributeValue')
      const isSecret = isValue || (secretName.test(name) && typeof member !== 'object')
      return [name, isSecret ? '***' : withoutSecrets(member)]
    }),
  )
}
