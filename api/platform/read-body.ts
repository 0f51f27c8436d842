import { Refusal } from './errors.ts'
import { type Field, longestText, type Members } from './fields.ts'
import { readMoment } from './read-moment.ts'

export type Values = { [member: string]: unknown }

/**
 * What a body says of the members that may be written. It is read as leniently as programs write it (platform-api 1.3):
 * numbers and booleans may be texts, an empty text clears what may be null, what is not documented is ignored. All that
 * is wrong is told at once. Of a change (`isNew: false`) nothing is required.
 */
export function readBody(members: Members, body: unknown, { isNew }: { isNew: boolean }): Values {
  const faults: Faults = {}
  const given = body ?? {}
  if (!isObject(given)) throw new Refusal(422, invalid, { errors: { body: ['The body must be an object.'] } })
  const values = readObject(members, given, { isNew, path: '', faults })
  if (Object.keys(faults).length > 0) throw new Refusal(422, invalid, { errors: faults })
  return values
}

export const invalid = 'The given data was invalid.'

type Faults = { [path: string]: string[] }
type Reading = { isNew: boolean; path: string; faults: Faults }

function readObject(members: Members, given: Values, reading: Reading): Values {
  const values: Values = {}
  for (const [name, field] of Object.entries(members)) {
    if (field.readOnly) continue
    const path = reading.path === '' ? name : `${reading.path}.${name}`
    const isGiven = Object.hasOwn(given, name)
    if (!isGiven && field.kind !== 'object') {
      if (reading.isNew && field.required) reading.faults[path] = [`The ${path} field is required.`]
      continue
    }
    // Required members of an object that was left out are still missing.
    const raw = isGiven ? given[name] : {}
    const value = readValue(field, raw, { ...reading, path })
    if (value !== undefined && (isGiven || Object.keys(value as object).length > 0)) values[name] = value
  }
  return values
}

function readValue(field: Field, raw: unknown, reading: Reading): unknown {
  const { path, faults } = reading
  const refuse = (what: string) => {
    faults[path] = [...(faults[path] ?? []), `The ${path} ${what}.`]
    return undefined
  }
  const value = typeof raw === 'string' && !field.writeOnly ? raw.trim() : raw
  if (value === null || value === '' || value === undefined) {
    if (takesNull(field)) return null
    if (field.kind === 'object' && value === null) return undefined
    return refuse(field.required ? 'field is required' : 'field must not be empty')
  }
  switch (field.kind) {
    case 'object':
      return isObject(value) ? readObject(field.members, value, reading) : refuse('must be an object')
    case 'list':
      return readList(field.of, value, reading) ?? refuse('must be an array')
    case 'map':
      if (!isObject(value)) return refuse('must be an object')
      return isStorable(value) ? value : refuse('contains characters that cannot be kept')
    default: {
      const read = readScalar(field, value)
      return typeof read === 'object' ? refuse(read.fault) : read
    }
  }
}

function readList(of: Field, value: unknown, reading: Reading): unknown[] | undefined {
  if (!Array.isArray(value) || value.length > mostItems) return undefined
  // A list is replaced as a whole, so each of its items is new.
  const field: Field = { ...of, required: true }
  return value.map((item, index) =>
    readValue(field, item, { ...reading, isNew: true, path: `${reading.path}.${index}` }),
  )
}

type Scalar = Extract<Field, { kind: 'text' | 'word' | 'integer' | 'number' | 'flag' | 'instant' }>

function readScalar(field: Scalar, value: unknown): string | number | boolean | { fault: string } {
  switch (field.kind) {
    case 'text':
      return readText(value, field.longest ?? longestText)
    case 'word':
      return field.words.find((one) => one === value) ?? { fault: `must be one of ${field.words.join(', ')}` }
    case 'flag':
      return readFlag(value) ?? { fault: 'field must be true or false' }
    case 'instant':
      return (typeof value === 'string' ? readMoment(value)?.toString() : undefined) ?? { fault: 'is not a valid date' }
    default:
      return readNumber(field, value)
  }
}

function readText(value: unknown, longest: number): string | { fault: string } {
  const given = typeof value === 'number' ? String(value) : value
  if (typeof given !== 'string') return { fault: 'must be a string' }
  if (!isStorable(given)) return { fault: 'contains characters that cannot be kept' }
  return given.length <= longest ? given : { fault: `may not be greater than ${longest} characters` }
}

export function readFlag(value: unknown): boolean | undefined {
  if ([true, 1, '1', 'true'].includes(value as never)) return true
  return [false, 0, '0', 'false'].includes(value as never) ? false : undefined
}

function readNumber(field: Extract<Field, { kind: 'integer' | 'number' }>, value: unknown): number | { fault: string } {
  const form = field.kind === 'integer' ? /^-?\d{1,16}$/ : /^-?\d{1,16}(\.\d{1,16})?$/
  const read = typeof value === 'string' && form.test(value) ? Number(value) : value
  const isFit = field.kind === 'integer' ? Number.isSafeInteger(read) : Number.isFinite(read)
  if (typeof read !== 'number' || !isFit)
    return { fault: field.kind === 'integer' ? 'must be an integer' : 'must be a number' }
  const { least = -Number.MAX_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER } = field
  if (read < least) return { fault: `must be at least ${least}` }
  return read > most ? { fault: `may not be greater than ${most}` } : read
}

/** What is answered as null may be sent back. */
function takesNull(field: Field): boolean {
  return field.nullable === true || (field.fallback === undefined && !field.required && field.kind !== 'object')
}

/** PostgreSQL takes no U+0000 and no half of a surrogate pair. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  const written = writtenJson(value)
  return written !== null && written.length <= 20_000 && !/\\u0000|\\ud[89a-f]/i.test(written)
}

/** Null when it is nested too deeply to be written. */
function writtenJson(value: unknown): string | null {
  try {
    return JSON.stringify(value)
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const mostItems = 1_000
