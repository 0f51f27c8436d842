import type { Schema } from '#ocpp/rpc/shape.ts'

type Json = { $ref?: string; definitions?: Record<string, Json>; type?: string | string[] } & Record<string, any>

/** A payload that fits the schema: with what it requires only, or with everything that it knows. */
export function exampleOf(schema: Schema, whole = false): Record<string, unknown> {
  return make(schema as Json, schema as Json, whole, 0) as Record<string, unknown>
}

/** Payloads that break the schema in one place each, with what is wrong with them. */
export function breachesOf(schema: Schema): { what: string; payload: Record<string, unknown> }[] {
  const fitting = exampleOf(schema)
  const { required = [], properties = {} } = resolve(schema as Json, schema as Json)
  const breaches: { what: string; payload: Record<string, unknown> }[] = []
  for (const name of required as string[]) {
    const { [name]: _, ...rest } = fitting
    breaches.push({ what: `no ${name}`, payload: rest })
    const property = resolve(properties[name], schema as Json)
    if (property.enum)
      breaches.push({ what: `${name} is no word of its list`, payload: { ...fitting, [name]: 'Nonsense' } })
    else if (property.type === 'integer')
      breaches.push({ what: `${name} is no number`, payload: { ...fitting, [name]: {} } })
    else if (property.type === 'object')
      breaches.push({ what: `${name} is no object`, payload: { ...fitting, [name]: 7 } })
    else if (property.type === 'array')
      breaches.push({ what: `${name} is no list`, payload: { ...fitting, [name]: 7 } })
    else if (property.type === 'string')
      breaches.push({ what: `${name} is no text`, payload: { ...fitting, [name]: {} } })
  }
  return breaches
}

/** The words that a member may have; none when it is no such list. */
export function wordsOf(schema: Schema, name: string): readonly string[] {
  const root = schema as Json
  return resolve(resolve(root, root).properties?.[name], root).enum ?? []
}

function make(schema: Json, root: Json, whole: boolean, depth: number): unknown {
  const { type, properties = {}, required = [], ...rules } = resolve(schema, root)
  if (rules.enum) return rules.enum[0]
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object': {
      const names = Object.keys(properties).filter(
        (name) => required.includes(name) || (whole && depth < 4 && name !== 'customData'),
      )
      return Object.fromEntries(names.map((name) => [name, make(properties[name], root, whole, depth + 1)]))
    }
    case 'array':
      return Array.from({ length: rules.minItems ?? 1 }, () => make(rules.items, root, whole, depth + 1))
    case 'integer':
    case 'number':
      return Math.min(rules.maximum ?? Number.POSITIVE_INFINITY, Math.max(1, rules.minimum ?? 1))
    case 'boolean':
      return true
    default:
      return textOf(rules)
  }
}

function textOf({ format, minLength = 1, maxLength = 20 }: Record<string, any>): string {
  if (format === 'date-time') return '2026-03-01T08:00:00.000Z'
  if (format === 'uri') return 'https://voltyard.example/file'
  return '1'.padEnd(Math.min(minLength, maxLength), '1')
}

function resolve(schema: Json, root: Json): Json {
  if (!schema?.$ref) return schema ?? {}
  const name = schema.$ref.replace('#/definitions/', '')
  return resolve(root.definitions![name]!, root)
}
