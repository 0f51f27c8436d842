import { type Config, eachSetting, isSetting, settings } from './config.ts'
import { nearest } from './nearest.ts'
import type { Setting } from './setting.ts'

/** What the command line says, by the flag's name; it wins over the environment. */
export type Overrides = { port?: string | undefined; host?: string | undefined; data?: string | undefined }

/** The settings cannot be used. Each fault is one sentence for the operator. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly faults: string[]

  constructor(faults: string[]) {
    super(faults.join('\n'))
    this.faults = faults
  }
}

/** All settings, checked; throws a `ConfigError` that names every fault at once. */
export function readConfig(env: Record<string, string | undefined>, overrides: Overrides = {}): Config {
  const faults = unknownVariables(env)
  const given = (setting: Setting<unknown>) => givenText(setting, env, overrides)
  const config = valuesOf(settings, (setting) => readSetting(setting, given(setting), faults)) as Config
  if (config.ocpp.outboundCloseBytes <= config.ocpp.outboundPauseBytes) {
    faults.push('VOLTYARD_OUTBOUND_CLOSE_BYTES must be greater than VOLTYARD_OUTBOUND_PAUSE_BYTES.')
  }
  faults.push(...tlsFaults(config.tls))
  if (faults.length > 0) throw new ConfigError(faults)

  givenIn.set(config, new Set([...eachSetting()].filter((setting) => given(setting) !== undefined)))
  if (config.ocpp.autoProvision === 'lab') liftRates(config, (setting) => given(setting) !== undefined)
  return config
}

const givenIn = new WeakMap<Config, ReadonlySet<Setting<unknown>>>()

/** Whether somebody has set it; otherwise it is the default. */
export function isGiven(config: Config, setting: Setting<unknown>): boolean {
  return givenIn.get(config)?.has(setting) ?? false
}

/** What the operator should be told at every start, loudly. */
export function configWarnings(config: Config): string[] {
  if (config.ocpp.autoProvision === 'off') return []
  return [
    'VOLTYARD_AUTO_PROVISION is "lab": any charger is let in without a password, and rates are not limited. Never use it on a public network.',
  ]
}

type Given = { from: string; text: string }

function givenText(setting: Setting<unknown>, env: Record<string, string | undefined>, overrides: Overrides) {
  const flagged = setting.flag === undefined ? undefined : overrides[setting.flag as keyof Overrides]
  if (flagged !== undefined) return { from: `--${setting.flag}`, text: flagged }
  const found = env[setting.variable]
  return found === undefined ? undefined : { from: setting.variable, text: found }
}

function tlsFaults({ ecdsaCertificate, ecdsaKey, rsaCertificate, rsaKey }: Config['tls']): string[] {
  const isHalf = (certificate: string | null, key: string | null) => (certificate === null) !== (key === null)
  return [
    ...(isHalf(ecdsaCertificate, ecdsaKey)
      ? ['VOLTYARD_TLS_ECDSA_CERTIFICATE and VOLTYARD_TLS_ECDSA_KEY must be set together.']
      : []),
    ...(isHalf(rsaCertificate, rsaKey)
      ? ['VOLTYARD_TLS_RSA_CERTIFICATE and VOLTYARD_TLS_RSA_KEY must be set together.']
      : []),
  ]
}

// An empty variable is a fault too: DATABASE_URL="" must not quietly start another database.
function readSetting(setting: Setting<unknown>, given: Given | undefined, faults: string[]): unknown {
  if (!given) return setting.default
  const trimmed = given.text.trim()
  const value = trimmed === '' ? undefined : setting.parse(trimmed)
  if (value === undefined) faults.push(`${given.from} is ${found(setting, trimmed)}; allowed is ${setting.allowed}.`)
  return value
}

function found(setting: Setting<unknown>, value: string): string {
  if (value === '') return 'empty'
  if (setting.secret) return 'not usable'
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
}

function unknownVariables(env: Record<string, string | undefined>): string[] {
  const known = [...eachSetting()].map((setting) => setting.variable)
  return Object.keys(env)
    .filter((name) => name.startsWith('VOLTYARD_') && env[name] !== undefined && !known.includes(name))
    .map((name) => {
      const near = nearest(name, known)
      return `${name} is not a setting${near ? `; did you mean ${near}?` : ', see docs/settings.md for all of them.'}`
    })
}

function liftRates(config: Config, isGiven: (setting: Setting<unknown>) => boolean): void {
  if (!isGiven(settings.ocpp.messagesPerSecond)) config.ocpp.messagesPerSecond = null
  if (!isGiven(settings.ocpp.connectsPerAddressPerMinute)) config.ocpp.connectsPerAddressPerMinute = null
  if (!isGiven(settings.depot.rateLimit.enabled)) config.depot.rateLimit.enabled = false
}

function valuesOf(group: object, read: (setting: Setting<unknown>) => unknown): object {
  const values = Object.entries(group).map(([name, member]) => [
    name,
    isSetting(member) ? read(member) : valuesOf(member, read),
  ])
  return Object.fromEntries(values)
}
