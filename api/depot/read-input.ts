import { Ajv, type ErrorObject } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'
import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox'
import { unstorable } from '#api/http/storable-text.ts'
import { Refusal } from './errors.ts'

/*
 * Path and query parameters come as text. Each is read by its schema, strictly: an integer is an integer, an enumeration
 * is compared without regard to case, a parameter given twice is an error. Unknown query parameters are ignored (depot-api 1).
 */

type Property = {
  type?: string
  format?: string
  enum?: string[]
  minimum?: number
  maximum?: number
  default?: unknown
}
type Parameters = { properties: Record<string, Property>; required?: string[] }

/** Query parameters. One with a default is not required of the caller and always there for the route. */
export function query<P extends TProperties>(properties: P) {
  const object = Type.Object(properties)
  const required = ((object.required ?? []) as string[]).filter((name) => !('default' in properties[name]!))
  return Type.Unsafe<Static<TObject<P>>>({ ...object, required })
}

/** A moment: ISO 8601, in any offset. */
export function moment(options: { description: string; examples: string[] }) {
  return Type.Unsafe<Temporal.Instant>({ type: 'string', format: 'date-time', ...options })
}

/** One of a few words. */
export function oneOf<W extends string>(
  words: readonly W[],
  options: { default: W; description: string; examples: W[] },
) {
  return Type.Unsafe<W>({ type: 'string', enum: words, ...options })
}

/** The same, where nothing is meant when it is left out. */
export function oneOfOptional<W extends string>(words: readonly W[], options: { description: string; examples: W[] }) {
  return Type.Optional(Type.Unsafe<W>({ type: 'string', enum: words, ...options }))
}

/** Bodies are checked by their schema and taken as they are; members that it does not know are ignored (depot-api 1). */
export const readInput: FastifySchemaCompiler<TSchema> = (route) =>
  route.httpPart === 'body' ? readBody(route.schema) : readParameters(route)

const ajv = new Ajv({ strict: false, useDefaults: true, formats: { 'date-time': (text) => readTime(text) !== null } })

function readBody(schema: TSchema): ReturnType<FastifySchemaCompiler<TSchema>> {
  let check: ReturnType<typeof ajv.compile> | undefined
  return (given: unknown) => {
    if (given === null || given === undefined) return { error: badBody('is missing') }
    const fault = unstorable(given)
    if (fault) return { error: badBody(`contains ${fault}`) }
    check ??= ajv.compile(schema)
    return check(given) ? { value: given } : { error: badMember(check.errors![0]!) }
  }
}

function badMember({ instancePath, keyword, params, message }: ErrorObject): Refusal {
  if (keyword === 'required') {
    const pointer = `${instancePath}/${params.missingProperty}`
    return new Refusal(400, 'invalid_body', `Member '${pointer.slice(1)}' is missing.`, { pointer })
  }
  const what = faults[keyword]?.(params) ?? message!
  if (instancePath === '') return badBody(what)
  return new Refusal(400, 'invalid_body', `Member '${instancePath.slice(1)}' ${what}.`, { pointer: instancePath })
}

// In the words that parameters are refused with; what is not here is told in those of the checker.
const faults: Record<string, (params: ErrorObject['params']) => string> = {
  type: ({ type }) => `is not of type ${type}`,
  enum: ({ allowedValues }) => `is not one of ${allowedValues.join(', ')}`,
  format: () => 'is not a time in ISO 8601, or not one that exists',
  minimum: ({ limit }) => `is less than ${limit}`,
  maximum: ({ limit }) => `is more than ${limit}`,
  exclusiveMinimum: ({ limit }) => `is not more than ${limit}`,
  exclusiveMaximum: ({ limit }) => `is not less than ${limit}`,
  minItems: ({ limit }) => `has fewer than ${limit} elements`,
  maxItems: ({ limit }) => `has more than ${limit} elements`,
}

function badBody(what: string): Refusal {
  return new Refusal(400, 'invalid_body', `The body ${what}.`)
}

const readParameters: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  if (httpPart !== 'params' && httpPart !== 'querystring') throw new Error(`no reader for ${httpPart}`)
  const { properties, required = [] } = schema as unknown as Parameters

  return (given: Record<string, unknown>) => {
    try {
      const read = Object.entries(properties).map(([name, property]) => {
        const value = readParameter(name, property, given[name])
        if (value === undefined && required.includes(name)) throw invalid(name, 'is missing')
        return [name, value]
      })
      return { value: Object.fromEntries(read) }
    } catch (error) {
      return { error: error as Error }
    }
  }
}

function readParameter(name: string, property: Property, given: unknown): unknown {
  if (given === undefined) return property.default
  if (Array.isArray(given)) throw invalid(name, 'is given more than once')
  const text = String(given)
  if (text === '') throw invalid(name, 'is empty')
  if (property.type === 'integer') return readInteger(name, property, text)
  if (property.enum) return readWord(name, property.enum, text)
  if (property.format === 'date-time') return readMoment(name, text)
  return text
}

function readInteger(name: string, { minimum = -Infinity, maximum = Infinity }: Property, text: string): number {
  if (!/^-?\d+$/.test(text)) throw invalid(name, 'is not an integer')
  const value = Number(text)
  if (value < minimum) throw invalid(name, `is less than ${minimum}`)
  if (value > maximum) throw invalid(name, `is more than ${maximum}`)
  return value
}

function readWord(name: string, words: string[], text: string): string {
  const word = words.find((known) => known.toLowerCase() === text.toLowerCase())
  if (!word) throw invalid(name, `is not one of ${words.join(', ')}`)
  return word
}

// In a query that was not encoded, the plus of an offset arrives as a blank.
const momentForm =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:(Z)|([+ -])(\d\d)(?::?(\d\d))?)?)?$/i

function readMoment(name: string, text: string): Temporal.Instant {
  if (!momentForm.test(text)) throw invalid(name, 'is not a time in ISO 8601')
  const instant = readTime(text)
  if (!instant) throw invalid(name, 'is not a time that exists')
  return instant
}

/** A time in ISO 8601, in any offset; null when it is none. What no database holds becomes the nearest that it does. */
export function readTime(text: string): Temporal.Instant | null {
  const parts = momentForm.exec(text)
  if (!parts) return null
  const [, day, minute = '00:00', second = '00', fraction = '0', , sign = '+', hours = '00', minutes = '00'] = parts
  const offset = `${sign === ' ' ? '+' : sign}${hours}:${minutes}`
  try {
    return storable(Temporal.Instant.from(`${day}T${minute}:${second}.${fraction.slice(0, 9)}${offset}`))
  } catch {
    return null
  }
}

// Programs write "since ever" and "for ever" as the ends of their own calendar; some of those have no place in a database.
// A year is left on both sides for those who reckon with them.
const earliest = Temporal.Instant.from('0002-01-01T00:00:00Z')
const latest = Temporal.Instant.from('9999-01-01T00:00:00Z')

function storable(instant: Temporal.Instant): Temporal.Instant {
  if (Temporal.Instant.compare(instant, earliest) < 0) return earliest
  return Temporal.Instant.compare(instant, latest) > 0 ? latest : instant
}

function invalid(name: string, what: string): Refusal {
  return new Refusal(400, 'invalid_parameter', `Parameter '${name}' ${what}.`, { parameter: name })
}

/** `from` must not lie behind `to`. */
export function checkInterval(interval: { from?: Temporal.Instant; to?: Temporal.Instant }): void {
  const { from, to } = interval
  if (from && to && Temporal.Instant.compare(from, to) > 0) throw invalid('from', "lies behind 'to'")
}

/** What no parameter may contain, wherever it stands: broken percent-encoding and U+0000. */
export function checkUrl(url: string): void {
  const search = url.slice(url.indexOf('?') + 1)
  if (/%00/.test(url)) throw new Refusal(400, 'invalid_parameter', 'The address contains U+0000.')
  try {
    decodeURIComponent(search)
  } catch {
    throw new Refusal(400, 'invalid_parameter', 'The query is not valid percent-encoded UTF-8.')
  }
}
