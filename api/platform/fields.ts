/*
 * The members of a resource, said once: how a body is read, what an answer has, and both in the API document.
 */

type Common = {
  description?: string
  /** Null clears it; an empty text is null as well (platform-api 1.3). */
  nullable?: boolean
  /** Of a new thing. */
  required?: boolean
  /** Answered, never taken: a caller that sends it back changes nothing. */
  readOnly?: boolean
  /** Taken, never answered. */
  writeOnly?: boolean
  /** Answered only when it was asked for with `include[]`. */
  included?: boolean
  /** What is answered while nobody has said anything; without it, null. */
  fallback?: unknown
}

export type Field = Common &
  (
    | { kind: 'text'; longest?: number }
    | { kind: 'word'; words: readonly string[] }
    | { kind: 'integer' | 'number'; least?: number; most?: number }
    | { kind: 'flag' }
    | { kind: 'instant' }
    | { kind: 'map' }
    | { kind: 'list'; of: Field }
    | { kind: 'object'; members: Members }
  )

export type Members = { readonly [name: string]: Field }

export const text = (more: Common & { longest?: number } = {}): Field => ({ kind: 'text', ...more })
export const word = (words: readonly string[], more: Common = {}): Field => ({ kind: 'word', words, ...more })
export const integer = (more: Common & { least?: number; most?: number } = {}): Field => ({ kind: 'integer', ...more })
export const number = (more: Common & { least?: number; most?: number } = {}): Field => ({ kind: 'number', ...more })
export const flag = (more: Common = {}): Field => ({ kind: 'flag', fallback: false, ...more })
export const instant = (more: Common = {}): Field => ({ kind: 'instant', ...more })
export const map = (more: Common = {}): Field => ({ kind: 'map', ...more })
export const list = (of: Field, more: Common = {}): Field => ({ kind: 'list', of, fallback: [], ...more })
export const object = (members: Members, more: Common = {}): Field => ({ kind: 'object', members, ...more })

/** The number of something in another resource. */
export const id = (more: Common = {}): Field => integer({ least: 1, ...more })

type Schema = { [keyword: string]: unknown }

/** What a body may have, for the API document; it is read by `readBody`. */
export function bodySchema(members: Members, { isNew }: { isNew: boolean }): Schema {
  const writable = Object.entries(members).filter(([, field]) => !field.readOnly)
  return {
    type: 'object',
    properties: Object.fromEntries(writable.map(([name, field]) => [name, bodyPart(field, isNew)])),
    ...(isNew ? { required: writable.filter(([, field]) => field.required).map(([name]) => name) } : {}),
  }
}

/** What an answer has: every member, but for those that are only included when they are asked for. */
export function replySchema(members: Members): Schema {
  const readable = Object.entries(members).filter(([, field]) => !field.writeOnly)
  return {
    type: 'object',
    properties: Object.fromEntries(readable.map(([name, field]) => [name, replyPart(field)])),
    required: readable.filter(([, field]) => !field.included).map(([name]) => name),
  }
}

/** What nobody has said anything of has its fallback, or is null. */
export function withFallbacks(members: Members, known: { [name: string]: unknown }): { [name: string]: unknown } {
  const readable = Object.entries(members).filter(
    ([name, field]) => !field.writeOnly && (!field.included || name in known),
  )
  return Object.fromEntries(readable.map(([name, field]) => [name, shownOf(field, known[name])]))
}

function shownOf(field: Field, known: unknown): unknown {
  if (field.kind === 'object') {
    const isKnown = typeof known === 'object' && known !== null
    return known === null && field.nullable ? null : withFallbacks(field.members, isKnown ? { ...known } : {})
  }
  return known ?? field.fallback ?? null
}

function bodyPart(field: Field, isNew: boolean): Schema {
  if (field.kind === 'object') return { ...described(field), ...bodySchema(field.members, { isNew }) }
  return { ...described(field), ...shapeOf(field, Boolean(field.nullable)) }
}

function replyPart(field: Field): Schema {
  if (field.kind === 'object') {
    const { type, ...rest } = replySchema(field.members)
    return { ...described(field), ...rest, type: field.nullable ? [type, 'null'] : type }
  }
  return { ...described(field), ...shapeOf(field, field.nullable === true || field.fallback === undefined) }
}

function described({ description, readOnly, writeOnly }: Field): Schema {
  return {
    ...(description ? { description } : {}),
    ...(readOnly ? { readOnly } : {}),
    ...(writeOnly ? { writeOnly } : {}),
  }
}

const types = {
  text: 'string',
  word: 'string',
  integer: 'integer',
  number: 'number',
  flag: 'boolean',
  instant: 'string',
  map: 'object',
  list: 'array',
} as const

function shapeOf(field: Exclude<Field, { kind: 'object' }>, isNullable: boolean): Schema {
  const type = types[field.kind]
  return {
    type: isNullable ? [type, 'null'] : type,
    ...(field.kind === 'text' ? { maxLength: field.longest ?? longestText } : {}),
    ...(field.kind === 'word' ? { enum: isNullable ? [...field.words, null] : field.words } : {}),
    ...(field.kind === 'instant' ? { format: 'date-time' } : {}),
    ...(field.kind === 'map' ? { additionalProperties: true } : {}),
    ...(field.kind === 'list' ? { items: itemSchema(field.of) } : {}),
    ...('least' in field && field.least !== undefined ? { minimum: field.least } : {}),
    ...('most' in field && field.most !== undefined ? { maximum: field.most } : {}),
  }
}

function itemSchema(of: Field): Schema {
  return of.kind === 'object' ? replyPart(of) : shapeOf(of, Boolean(of.nullable))
}

export const longestText = 255
