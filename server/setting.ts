import { isIP } from 'node:net'
import { resolve } from 'node:path'

/** One setting: where its text comes from, what it may be, and what to tell the operator about it. */
export type Setting<V> = {
  variable: string
  /** The command line's word for it, without dashes. */
  flag?: string
  default: V
  /** The default in the words of the documentation, where the value itself says too little. */
  defaultText?: string
  unit?: string
  description: string
  /** Its value appears in no message. */
  secret?: true
  /** Completes "allowed is …". */
  allowed: string
  /** Undefined when the text is not allowed. */
  parse(text: string): V | undefined
}

type About<V> = Omit<Setting<V>, 'allowed' | 'parse' | 'variable'>

export function number(variable: string, about: About<number> & { min: number; max: number }): Setting<number> {
  const { min, max, ...rest } = about
  const parse = (text: string) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    return value >= min && value <= max ? value : undefined
  }
  return { variable, ...rest, allowed: `a whole number from ${min} to ${max}`, parse }
}

/** A limit that can be lifted: `off` becomes null. */
export function limit(
  variable: string,
  about: About<number | null> & { min: number; max: number },
): Setting<number | null> {
  const { default: standard, ...rest } = about
  const counted = number(variable, { ...rest, default: 0 })
  return {
    ...counted,
    default: standard,
    allowed: `${counted.allowed}, or "off"`,
    parse: (text) => (text === 'off' ? null : counted.parse(text)),
  }
}

export function flag(variable: string, about: About<boolean>): Setting<boolean> {
  const words: Record<string, boolean> = { on: true, true: true, off: false, false: false }
  return { variable, ...about, allowed: '"on" or "off"', parse: (text) => words[text] }
}

export function choice<const V extends string>(
  variable: string,
  about: About<V> & { values: readonly V[] },
): Setting<V> {
  const { values, ...rest } = about
  const allowed = `one of ${values.map((value) => `"${value}"`).join(', ')}`
  return { variable, ...rest, allowed, parse: (text) => values.find((value) => value === text) }
}

export function networks(variable: string, about: Omit<About<string[]>, 'default'>): Setting<string[]> {
  const parse = (text: string) => {
    const all = text.split(',').map((network) => network.trim())
    return all.every(isNetwork) ? all : undefined
  }
  const allowed = 'a list of addresses or networks such as "10.0.0.0/8, ::1", separated by commas'
  return { variable, ...about, default: [], defaultText: 'none', allowed, parse }
}

/** Words or paths, separated by commas. */
export function list(
  variable: string,
  about: Omit<About<string[]>, 'default'> & { isAllowed: (item: string) => boolean; allowed: string },
): Setting<string[]> {
  const { isAllowed, ...rest } = about
  const parse = (text: string) => {
    const all = text.split(',').map((item) => item.trim())
    return all.every((item) => item !== '' && isAllowed(item)) ? all : undefined
  }
  return { variable, defaultText: 'none', ...rest, default: [], parse }
}

/** A path of a file that is read later. */
export function file(variable: string, about: Omit<About<string | null>, 'default'>): Setting<string | null> {
  const parse = (text: string) => (text.includes('\0') ? undefined : resolve(text))
  return { variable, defaultText: 'none', ...about, default: null, allowed: 'a file', parse }
}

export function text<V extends string | Buffer | null>(
  variable: string,
  about: About<V> & Pick<Setting<V>, 'allowed' | 'parse'>,
): Setting<V> {
  return { variable, ...about }
}

function isNetwork(network: string): boolean {
  const [address = '', bits, ...more] = network.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}
