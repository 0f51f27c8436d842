import { isJsonObject, type JsonSchema, resolved } from './json-schema.ts'

export type FaultKind = 'missing' | 'unknown' | 'type' | 'word' | 'tooLong' | 'time' | 'tooFew' | 'tooMany' | 'range'

export interface Fault {
  /** `evse.id`, `chargingSchedule[0].duration`; '' is the payload itself. */
  path: string
  kind: FaultKind
  /** What would be right: the kind of value, the words, the limit. */
  expected: string
}

/** Everything in a payload that its schema does not allow. */
export function faultsOf(root: JsonSchema, payload: unknown): Fault[] {
  const faults: Fault[] = []
  function add(path: string, kind: FaultKind, expected: string | number = ''): void {
    faults.push({ path, kind, expected: String(expected) })
  }

  function look(given: JsonSchema, value: unknown, path: string): void {
    const schema = resolved(root, given)
    const type = schema.type ?? (schema.enum ? 'string' : undefined)
    if (type !== undefined && !isOfType(type, value)) add(path, 'type', type)
    else if (schema.enum && !schema.enum.includes(value as string)) add(path, 'word', schema.enum.join(', '))
    else if (typeof value === 'string') lookAtText(schema, value, path)
    else if (typeof value === 'number') lookAtNumber(schema, value, path)
    else if (Array.isArray(value)) lookAtList(schema, value, path)
    else if (isJsonObject(value) && schema.properties) lookAtObject(schema, value, path)
  }

  function lookAtText({ maxLength, format }: JsonSchema, value: string, path: string): void {
    if (maxLength !== undefined && [...value].length > maxLength) add(path, 'tooLong', maxLength)
    if (format === 'date-time' && !isTime(value)) add(path, 'time')
  }

  function lookAtNumber({ minimum, maximum }: JsonSchema, value: number, path: string): void {
    const isOutside = value < (minimum ?? value) || value > (maximum ?? value)
    if (isOutside) add(path, 'range', `${minimum ?? '…'} – ${maximum ?? '…'}`)
  }

  function lookAtList({ items, minItems, maxItems }: JsonSchema, value: unknown[], path: string): void {
    if (value.length < (minItems ?? 0)) add(path, 'tooFew', minItems)
    if (value.length > (maxItems ?? value.length)) add(path, 'tooMany', maxItems)
    for (const [index, item] of value.entries()) look(items ?? {}, item, `${path}[${index}]`)
  }

  function lookAtObject(schema: JsonSchema, value: Record<string, unknown>, path: string): void {
    const at = (name: string) => (path === '' ? name : `${path}.${name}`)
    for (const name of schema.required ?? []) if (!Object.hasOwn(value, name)) add(at(name), 'missing')
    for (const [name, member] of Object.entries(value)) {
      const known = schema.properties?.[name]
      if (known) look(known, member, at(name))
      else if (schema.additionalProperties === false) add(at(name), 'unknown')
    }
  }

  look({ ...root, type: 'object' }, payload, '')
  return faults
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isJsonObject(value)
  return typeof value === type
}

function isTime(value: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  )
}
