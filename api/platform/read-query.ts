import { type Static, type TObject, type TProperties, Type } from 'typebox'
import { faulty } from './errors.ts'
import { readFlag } from './read-body.ts'
import { readMoment } from './read-moment.ts'

/** The values of each parameter, by its name in one spelling: `filter[networkId]`, `include[]`. */
export type RawQuery = Map<string, string[]>

/**
 * Reads a query in PHP's manner: `include[]=a&include[]=b` and `include[0]=a` are a list, `filter[a][b]=1` is within an
 * object, dots may stand for brackets, and of a value that is given twice the last counts.
 */
export function parseQuery(search: string): RawQuery {
  const query: RawQuery = new Map()
  for (const pair of search.split('&').slice(0, mostParameters)) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    const name = nameOf(decoded(at === -1 ? pair : pair.slice(0, at)))
    const value = decoded(at === -1 ? '' : pair.slice(at + 1))
    if (name === null || value === null) throw faulty('query', 'The query is not valid percent-encoded UTF-8.')
    query.set(name, [...(query.get(name) ?? []), value])
  }
  return query
}

const mostParameters = 500

/** `filter[ids][0]` and `filter[ids][]` are the same name, and so are `filter[a.b]` and `filter[a][b]`. */
function nameOf(name: string | null): string | null {
  if (name === null) return null
  const [, base = name, rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? []
  const parts = [...rest.matchAll(/\[([^[\]]*)\]/g)].flatMap(([, part = '']) => part.split('.'))
  return base + parts.map((part) => (/^\d*$/.test(part) ? '[]' : `[${part}]`)).join('')
}

function decoded(text: string): string | null {
  try {
    const plain = decodeURIComponent(text.replaceAll('+', ' '))
    return plain.includes('\0') ? null : plain
  } catch {
    return null
  }
}

type Property = {
  type?: string
  format?: string
  enum?: string[]
  minimum?: number
  maximum?: number
  items?: Property
}

/** Reads the documented parameters of a query; those that are not documented are ignored (platform-api 1.3). */
export function readQuery(properties: Record<string, Property>, query: RawQuery): Record<string, unknown> {
  const read: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(properties)) {
    // A list may be given without its brackets.
    const values = query.get(name) ?? (name.endsWith('[]') ? query.get(name.slice(0, -2)) : undefined)
    if (values === undefined) continue
    if (property.type === 'array') read[name] = values.flatMap((value) => value.split(',')).filter(Boolean)
    else read[name] = readValue(name, property, values.at(-1)!)
  }
  return read
}

function readValue(name: string, property: Property, given: string): unknown {
  const text = given.trim()
  if (text === '' && name.startsWith('filter')) return undefined
  if (property.type === 'integer') {
    if (!/^-?\d{1,15}$/.test(text)) throw faulty(name, `The ${name} must be an integer.`)
    return Number(text)
  }
  if (property.type === 'boolean') {
    const flag = readFlag(text.toLowerCase())
    if (flag === undefined) throw faulty(name, `The ${name} must be true or false.`)
    return flag
  }
  if (property.format === 'date-time') {
    const moment = readMoment(text)
    if (!moment) throw faulty(name, `The ${name} is not a valid date.`)
    return moment
  }
  if (property.enum && !property.enum.includes(text)) {
    throw faulty(name, `The ${name} must be one of ${property.enum.join(', ')}.`)
  }
  return given
}

/** The query of a route: none of it is required. */
export function query<P extends TProperties>(properties: P) {
  return Type.Unsafe<Partial<Static<TObject<P>>>>({ type: 'object', properties })
}

export const moment = (description: string) =>
  Type.Unsafe<Temporal.Instant>({ type: 'string', format: 'date-time', description })

export const words = <W extends string>(all: readonly W[], description: string) =>
  Type.Unsafe<W>({ type: 'string', enum: [...all], description })

export const names = <W extends string>(all: readonly W[], description: string) =>
  Type.Unsafe<string[]>({ type: 'array', items: { type: 'string', enum: [...all] }, description })
