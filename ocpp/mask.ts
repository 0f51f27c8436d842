/**
 * A frame as it may be kept in the message log.
 *
 * Tokens are shortened to what lets a person recognise a card, typed-in codes vanish (A-09), and so do passwords, keys
 * that are shared secrets, and credentials in addresses. The rest of the text stays as it was sent.
 */
export function maskFrame(text: string): string {
  // Whoever writes letters as escapes could hide what a member is called.
  let masked = escapedLetter.test(text) ? plainly(text) : text
  if (hasToken.test(masked)) masked = maskTokens(masked)
  if (hasAddress.test(masked)) {
    masked = masked
      .replace(addressCredentials, '$1***@')
      .replace(addressSecret, '$1***')
      .replace(ticketInAddress, '$1***')
  }
  if (secretName.test(masked)) masked = maskPasswords(masked)
  // What a charger keeps of a customer is personal, whatever it says (N09).
  if (masked.includes('"NotifyCustomerInformation"')) masked = masked.replace(customerData, '$1"***"')
  return masked
}

/** The payload of a frame, masked in the same way. */
export function maskPayload(payload: object): object {
  return JSON.parse(maskFrame(JSON.stringify(payload)))
}

/** A payload without its passwords and keys; tokens and everything else stay as they were sent. */
export function withoutPasswords(payload: object): object {
  const text = JSON.stringify(payload)
  return secretName.test(text) ? JSON.parse(maskPasswords(text)) : payload
}

const customerData = /("data"\s*:\s*)"(?:[^"\\]|\\.)*"/g

/** Enough of a token to recognise it: `04…9F1C`. */
export function shortToken(token: string): string {
  if (token.length <= 4) return '…'
  return token.length <= 8 ? `…${token.slice(-2)}` : `${token.slice(0, 2)}…${token.slice(-4)}`
}

const escapedLetter = /\\u00[4-7]/i

function plainly(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return text.replaceAll(/\\u00([4-7][0-9a-f])/gi, (as, hex: string) => {
      const letter = String.fromCharCode(Number.parseInt(hex, 16))
      return /[a-z]/i.test(letter) ? letter : as
    })
  }
}

const hasToken = /idtag|idtoken/i

// The value of idTag, parentIdTag, idToken and additionalIdToken, as text or number. `idToken` is an object's name as
// well. With backslashes before the quotes it stands in a text that is JSON itself, as in a DataTransfer.
const tokenMember =
  /(\\*"(?:idTag|parentIdTag|idToken|additionalIdToken)\\*"\s*:\s*)(?:(\\+)"([^"\\]*)\\+"|"((?:[^"\\]|\\.)*)"|(\d+))/gi

function maskTokens(text: string): string {
  const isTypedIn = /"KeyCode\\*"/i.test(text)
  return text.replace(
    tokenMember,
    (_, name: string, slashes = '', inText?: string, value?: string, digits?: string) => {
      // What is said besides the token may be a typed-in code as well.
      const isCode = isTypedIn || /additional/i.test(name)
      const token = inText ?? value ?? digits ?? ''
      return `${name}${slashes}"${isCode ? '***' : shortToken(token).replaceAll(/[\\"]/g, '')}${slashes}"`
    },
  )
}

// Slashes may be escaped.
const hasAddress = /:\\?\/\\?\//
const addressCredentials = /([a-z][a-z0-9+.-]*:\\?\/\\?\/)[^\s"/\\]+@/gi
const addressSecret =
  /([?&](?:[a-z-]*(?:signature|credential|token)|sig|secret|password|pwd|api_?key|access_?key|code)=)[^&\s"#\\]+/gi

// The tickets of our own files.
const ticketInAddress = /(\/files\\?\/(?:uploads|firmware)\\?\/)[\w-]{20,}/gi

const secretName =
  /authorizationkey|password|passwd|passphrase|secret|simpin|vpnkey|"vpn\\*"|privatekey|api[_-]?key|access[_-]?key/i

/** Passwords travel as the value of a key that is named beside it, so the text has to be read to find them. */
function maskPasswords(text: string): string {
  try {
    return JSON.stringify(withoutSecrets(JSON.parse(text)))
  } catch {
    return '***'
  }
}

// Where a value stands that is named by `key` or `variable` beside it or around it.
const valueNames = new Set(['value', 'attributeValue', 'actualValue', 'oldValue', 'newValue'])

function withoutSecrets(value: unknown, isNamedAround = false): unknown {
  if (typeof value === 'string') return withoutWrittenSecrets(value)
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, isNamedAround))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value)
  const isNamed = isNamedAround || members.some(([name, member]) => isNameOfSecret(name, member))
  return Object.fromEntries(
    members.map(([name, member]) => {
      if (name === 'vpn' && typeof member === 'object' && member !== null && 'key' in member) {
        return [name, withoutSecrets({ ...member, key: '***' })]
      }
      const isSecret = (isNamed && valueNames.has(name)) || secretName.test(name)
      if (isSecret && typeof member !== 'object') return [name, '***']
      return [name, withoutSecrets(member, isNamed && name !== 'component' && name !== 'variable')]
    }),
  )
}

function isNameOfSecret(name: string, member: unknown): boolean {
  return (name === 'key' || name === 'variable') && secretName.test(JSON.stringify(member))
}

/** A text may be JSON itself, or tell of a password in words of its maker. */
function withoutWrittenSecrets(text: string): string {
  if (!secretName.test(text)) return text
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read === 'object') return JSON.stringify(withoutSecrets(read))
  } catch {}
  return writtenSecret.test(text) ? '***' : text
}

const writtenSecret = new RegExp(`(?:${secretName.source})[\\w-]*["'>\\s]*[:=]`, 'i')
