import fc from 'fast-check'

export type Schema = { $ref?: string; type?: string | string[] } & Record<string, any>

/** Values for the schemas of an API document; `known` are worth trying for any text. */
export function arbitrariesOf(components: Record<string, object>, known: { texts: string[]; now: number }) {
  const resolve = (schema: Schema): Schema =>
    schema.$ref ? resolve(components[schema.$ref.replace('#/components/schemas/', '')]! as Schema) : schema

  /** Values that the schema takes. */
  function fitting(given: Schema): fc.Arbitrary<unknown> {
    const schema = resolve(given)
    const choices = schema.anyOf ?? schema.oneOf
    if (choices) return fc.oneof(...choices.map(fitting))
    if ('const' in schema) return fc.constant(schema.const)
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => fitting({ ...schema, type })))
    return fc.oneof(...examplesOf(schema), plain(schema))
  }

  function plain(schema: Schema): fc.Arbitrary<unknown> {
    const { minimum, maximum, minItems = 0, maxItems = 4 } = schema
    switch (schema.type) {
      case 'object':
        return objectOf(schema)
      case 'array':
        return fc.array(fitting(schema.items), { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) })
      case 'integer':
        return fc.oneof(
          fc.integer({ min: minimum ?? 0, max: Math.min(maximum ?? 9, (minimum ?? 0) + 9) }),
          edges(schema),
        )
      case 'number':
        return fc.double({ min: schema.exclusiveMinimum ?? minimum ?? -1e9, max: maximum ?? 1e9, noNaN: true })
      case 'boolean':
        return fc.boolean()
      case 'null':
        return fc.constant(null)
      default:
        return textOf(schema)
    }
  }

  function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
    const members = Object.entries(properties).map(([name, schema]) => [name, fitting(schema as Schema)] as const)
    return fc.record(Object.fromEntries(members), { requiredKeys: required as never[] })
  }

  function textOf({ format, pattern, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> {
    if (format === 'date-time') return time(known.now)
    if (pattern) return fc.stringMatching(new RegExp(pattern))
    return fc.oneof(fc.constantFrom(...known.texts), fc.string({ minLength, maxLength: Math.min(maxLength, 40) }))
  }

  /** Values that the schema would take but for one place. */
  function nearlyFitting(schema: Schema): fc.Arbitrary<unknown> {
    return fc.tuple(fitting(schema), fc.nat(), rubbish).map(([value, place, instead]) => spoil(value, place, instead))
  }

  return { fitting, nearlyFitting }
}

const odd = [
  '',
  ' ',
  '\0',
  'a\0b',
  '-1',
  '0',
  '1e999',
  '9007199254740993',
  '__proto__',
  '..%2f',
  '\ud800',
  'x'.repeat(3_000),
]

/** What no schema was made for. */
export const rubbish: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...odd, null, -1, 0.5, 1e300, 2 ** 53, {}, [], true),
  fc.constantFrom('2025-02-30T00:00:00Z', '0000-01-01', '9999-12-31T23:59:60Z', '2025-02-11T00:00:00+99:99'),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.jsonValue({ maxDepth: 2 }),
)

function examplesOf({ examples = [] }: Schema): fc.Arbitrary<unknown>[] {
  return examples.length === 0 ? [] : [fc.constantFrom(...examples)]
}

function edges({ minimum = 0, maximum = 2 ** 31 - 1 }: Schema): fc.Arbitrary<number> {
  return fc.constantFrom(minimum, maximum)
}

/** Around now, for what was or will be is refused by rules that no schema tells. */
function time(now: number): fc.Arbitrary<string> {
  const minutes = fc.integer({ min: -3_000, max: 3_000 })
  return minutes.map((minute) => new Date(now + minute * 60_000).toISOString())
}

/** Leaves one member out, or puts something else in its place. */
function spoil(value: unknown, place: number, instead: unknown): unknown {
  const places = placesIn(value)
  if (places.length === 0) return instead
  const [holder, name] = places[place % places.length]!
  if (place % 3 === 0 && !Array.isArray(holder)) delete holder[name as string]
  else (holder as Record<string | number, unknown>)[name] = instead
  return value
}

type Place = [holder: Record<string, unknown> | unknown[], name: string | number]

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const names = Array.isArray(value) ? value.keys().toArray() : Object.keys(value)
  const holder = value as Record<string | number, unknown> & unknown[]
  return names.flatMap((name) => [[holder, name] as Place, ...placesIn(holder[name as number])])
}
