import { Ajv, type AnySchema, type Options, type ValidateFunction } from 'ajv'
import { isRfc3339, isZonelessTimestamp } from './timestamp.ts'

/** Compiles a schema as published: for what we send, and for the first look at what we receive. */
export function compileStrict(schema: AnySchema): ValidateFunction {
  return strict.compile(schema)
}

/** Compiles a schema without the rules whose breach is kept and noted: lengths, lists left empty, decimals, zones, words. */
export function compileTolerant(schema: AnySchema): ValidateFunction {
  return tolerant.compile(schema)
}

// The published schemas put keywords where they have no effect; only Ajv's number checks stay strict.
const options: Options = {
  strictSchema: false,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  strictNumbers: true,
  validateSchema: false,
  messages: false,
  addUsedSchema: false,
  multipleOfPrecision: 6,
}

const uri = /^[a-z][a-z0-9+.-]*:\S*$/i

const strict = new Ajv({ ...options, formats: { uri, 'date-time': isRfc3339 } })

const tolerant = new Ajv({
  ...options,
  formats: { uri, 'date-time': (text: string) => isRfc3339(text) || isZonelessTimestamp(text) },
})
for (const keyword of ['enum', 'maxLength', 'minItems', 'multipleOf']) {
  tolerant.removeKeyword(keyword)
  tolerant.addKeyword({ keyword })
}
