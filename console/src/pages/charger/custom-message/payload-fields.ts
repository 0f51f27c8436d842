import { isAside, isJsonObject, type JsonObject, type JsonSchema, resolved } from './json-schema.ts'

export type FieldType = 'text' | 'time' | 'number' | 'choice' | 'boolean'

/** A simple member of a payload, which a form can ask for. */
export interface Field {
  /** `['evse', 'id']` */
  path: readonly string[]
  type: FieldType
  choices: readonly string[]
  maxLength: number | undefined
  /** It and everything around it has to be there. */
  required: boolean
}

export interface Fields {
  fields: readonly Field[]
  /** Members that are lists or deeper objects: for the JSON editor. */
  others: readonly string[]
}

/** The simple members of a message, and of the objects right within it; what is required stands first. */
export function fieldsOf(root: JsonSchema): Fields {
  const fields: Field[] = []
  const others: string[] = []

  function collect(schema: JsonSchema, path: readonly string[], isNeeded: boolean): void {
    for (const [name, given] of Object.entries(schema.properties ?? {})) {
      if (isAside(name)) continue
      const member = resolved(root, given)
      const required = isNeeded && (schema.required ?? []).includes(name)
      const type = typeOf(member)
      const own = [...path, name]
      if (type !== null) {
        fields.push({ path: own, type, choices: member.enum ?? [], maxLength: member.maxLength, required })
      } else if (member.properties && path.length === 0) collect(member, own, required)
      else others.push(own.join('.'))
    }
  }

  collect(root, [], true)
  return {
    fields: [...fields.filter(({ required }) => required), ...fields.filter(({ required }) => !required)],
    others,
  }
}

function typeOf({ type, format, enum: choices }: JsonSchema): FieldType | null {
  if (choices) return 'choice'
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'boolean') return 'boolean'
  if (type !== 'string') return null
  return format === 'date-time' ? 'time' : 'text'
}

export function valueAt(payload: JsonObject, path: readonly string[]): unknown {
  return path.reduce<unknown>((within, name) => (isJsonObject(within) ? within[name] : undefined), payload)
}

/** The payload with another value there; undefined takes it out, and the object around it when nothing is left in it. */
export function withValue(payload: JsonObject, path: readonly string[], value: unknown): JsonObject {
  const [name = '', ...rest] = path
  const before = payload[name]
  const inner = rest.length === 0 ? value : withValue(isJsonObject(before) ? before : {}, rest, value)
  const isGone = inner === undefined || (rest.length > 0 && Object.keys(inner as JsonObject).length === 0)
  if (!isGone) return { ...payload, [name]: inner }
  const { [name]: _, ...others } = payload
  return others
}
