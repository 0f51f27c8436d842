import type { ErrorObject, ValidateFunction } from 'ajv'
import { compileStrict, compileTolerant } from './compile-schema.ts'
import { notAnObject, type PayloadFault, payloadFault } from './payload-fault.ts'
import { repairPayload } from './repair.ts'
import { noRepairs, type Repair } from './repair-rules.ts'
import { schemasOf } from './schemas.ts'
import { type Schema, type Shape, shapeOf } from './shape.ts'
import type { OcppVersion } from './version.ts'

/** Strict refuses every deviation, lenient repairs what it can, raw looks at nothing but the frame. (3.5) */
export type ValidationMode = 'strict' | 'lenient' | 'raw'

export type Checked =
  | { ok: true; payload: Record<string, unknown>; repairs: readonly Repair[] }
  | ({ ok: false } & PayloadFault)

export type Validator = {
  knows(action: string): boolean
  call(action: string, payload: unknown, mode: ValidationMode): Checked
  result(action: string, payload: unknown, mode?: ValidationMode): Checked
}

/**
 * The validator of one version; make one per process, it compiles each message at first use.
 *
 * A payload that fits its schema comes back as it is. One that was repaired comes back as a copy with the list of
 * repairs; the received payload is never changed. A call with an unknown action is `not-implemented`.
 */
export function createValidator(version: OcppVersion): Validator {
  const checks = new Map<string, { call: Check; result: Check }>()
  for (const [action, { call, result }] of schemasOf(version)) {
    checks.set(action, {
      call: checkOf(version, call, action === 'BootNotification'),
      result: result ? checkOf(version, result) : unknownAction,
    })
  }
  return {
    knows: (action) => checks.has(action),
    call: (action, payload, mode) => (checks.get(action)?.call ?? unknownAction)(payload, mode),
    result: (action, payload, mode = 'lenient') => (checks.get(action)?.result ?? unknownAction)(payload, mode),
  }
}

type Check = (payload: unknown, mode: ValidationMode) => Checked
type Repairing = (payload: Record<string, unknown>) => Checked

/** `mayHideEmptyNames`: empty names are valid by schema and still filled in, so repairs always look. */
function checkOf(version: OcppVersion, schema: Schema, mayHideEmptyNames = false): Check {
  let strict: ValidateFunction | undefined
  let repair: Repairing | undefined

  return (payload, mode) => {
    if (!isObject(payload)) return { ok: false, ...notAnObject() }
    if (mode === 'raw') return { ok: true, payload, repairs: noRepairs }
    strict ??= compileStrict(schema)
    const fits = strict(payload)
    if (fits && !(mayHideEmptyNames && mode === 'lenient')) return { ok: true, payload, repairs: noRepairs }
    if (mode === 'strict') return { ok: false, ...faultOf(strict.errors?.[0], version) }
    repair ??= repairOf(version, schema)
    return repair(payload)
  }
}

function repairOf(version: OcppVersion, schema: Schema): Repairing {
  const shape: Shape = shapeOf(schema)
  const tolerant = compileTolerant(schema)

  return (payload) => {
    const repaired = repairPayload(payload, shape)
    if (!repaired.ok) return { ok: false, ...payloadFault(repaired.keyword, repaired.path, version) }
    if (!tolerant(repaired.payload)) return { ok: false, ...faultOf(tolerant.errors?.[0], version) }
    return repaired.repairs.length === 0 ? { ok: true, payload, repairs: noRepairs } : repaired
  }
}

function faultOf(error: ErrorObject | undefined, version: OcppVersion): PayloadFault {
  if (!error) return notAnObject()
  const place = error.instancePath
    .slice(1)
    .replace(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.')
  const missing: unknown = error.params.missingProperty
  const path = typeof missing === 'string' ? (place === '' ? missing : `${place}.${missing}`) : place
  return payloadFault(error.keyword, path, version)
}

const unknownAction: Check = () => ({
  ok: false,
  kind: 'not-implemented',
  description: 'action not implemented',
  path: '',
})

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
