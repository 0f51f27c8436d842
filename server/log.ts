import { type DestinationStream, destination, type LogFn, type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/**
 * The one logger, handed down with ids bound on the way. It writes JSON lines to the error output, for the standard
 * output belongs to the answers of commands. What bears a secret's name is masked wherever it stands.
 */
export function createLog(config: Config['log'], to: DestinationStream = destination({ dest: 2, sync: true })): Logger {
  const options = {
    level: config.level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (level: string) => ({ level }), log: maskMembers },
    hooks: { logMethod: maskMessage },
    serializers: { err: (error: unknown) => describeError(error) },
  }
  return maskingBindings(pino(options, to))
}

/** A copy without secrets: by the names of members at any depth, and without the passwords of addresses in texts. */
export function masked(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskAddresses(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Error) return describeError(value, depth)
  if (!isPlain(value)) return value
  if (depth > 8) return '[too deep]'
  if (Array.isArray(value)) return value.map((item) => masked(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isSecret(name, member) ? mask : masked(member, depth + 1)]),
  )
}

const mask = '[masked]'

const secretNames = new Set([
  'uid',
  'vin',
  'pin',
  'pass',
  'emaid',
  'evccid',
  'visualnumber',
  'authid',
  'dburl',
  'databaseurl',
])
const secretEndings =
  /(authorization|password|passwd|passphrase|secret|credential|token|tokenuid|idtag|idtoken|cookie|key|jwt)s?$/

// Numbers, such as how many tokens there are, betray nothing unless they are the token.
function isSecret(name: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return false
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (typeof value === 'number' && plain.endsWith('s')) return false
  return secretNames.has(plain) || secretNames.has(plain.replace(/s$/, '')) || secretEndings.test(plain)
}

function maskMembers(event: object): Record<string, unknown> {
  return masked(event) as Record<string, unknown>
}

// Without a message of its own an event would carry that of its error, unmasked.
function maskMessage(this: Logger, [event, message, ...more]: Parameters<LogFn>, method: LogFn): void {
  if (typeof event === 'string') method.call(this, maskAddresses(event), message, ...more)
  else method.call(this, event, maskAddresses(message ?? errorIn(event)?.message ?? 'event'), ...more)
}

function errorIn(event: unknown): Error | undefined {
  const error = event instanceof Error ? event : (event as { err?: unknown } | null)?.err
  return error instanceof Error ? error : undefined
}

function maskingBindings(log: Logger): Logger {
  const child = log.child
  log.child = function (this: Logger, bindings, options) {
    return child.call(this, maskMembers(bindings), options)
  } as typeof child
  return log
}

function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return masked(error, depth)
  if (depth > 4) return '[too deep]'
  const { name, message, stack, cause, ...more } = error
  return {
    type: name,
    message: maskAddresses(message),
    stack: maskAddresses(stack ?? ''),
    ...(masked(more, depth + 1) as object),
    ...(error instanceof AggregateError && { errors: error.errors.map((one) => describeError(one, depth + 1)) }),
    ...(cause !== undefined && { cause: describeError(cause, depth + 1) }),
  }
}

// Up to the last @ of the word, since a password may hold one.
function maskAddresses(text: string): string {
  if (!text.includes('://') && !text.includes('=')) return text
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s:@/"']*):[^\s"']*@/gi, `$1:${mask}@`)
    .replace(/([?&](?:password|token|secret|key)=)[^&\s"']+/gi, `$1${mask}`)
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === Object.prototype || prototype === null
}
