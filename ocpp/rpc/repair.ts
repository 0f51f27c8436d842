import { noteRepair, type Repair, type RepairRule } from './repair-rules.ts'
import { type Outcome, type Refusal, refuse, repairScalar } from './repair-scalar.ts'
import type { Member, Shape } from './shape.ts'

/** A repaired payload with what was done to it, or the schema keyword that nothing could be done about, and where. */
export type Repaired =
  | { ok: true; payload: Record<string, unknown>; repairs: Repair[] }
  | { ok: false; keyword: string; path: string }

/**
 * Applies chapter 3.5's lenient rules to a payload in one walk along its schema: rewrites what is unambiguous,
 * drops unknown properties, and drops invalid optional properties and array items.
 *
 * The received payload is never changed. Repairing a repaired payload changes nothing. An array never loses all
 * its items this way: then the array itself is invalid, because an empty report is not what the station sent.
 * Work is bounded: beyond `valueLimit` values nothing is repaired.
 */
export function repairPayload(payload: unknown, shape: Shape): Repaired {
  const walk: Walk = { repairs: [], valuesLeft: valueLimit, refusal: null }
  const repaired = repairValue(payload, shape, '', walk)
  if (repaired === refused || !isObject(repaired)) {
    return { ok: false, ...(walk.refusal ?? { keyword: 'type', path: '' }) }
  }
  return { ok: true, payload: repaired, repairs: walk.repairs }
}

/** More values than any honest message has within the frame limit (T-05, S12). */
export const valueLimit = 100_000

type Walk = { repairs: Repair[]; valuesLeft: number; refusal: Refusal | null }

const refused = Symbol('refused')

function repairValue(value: unknown, shape: Shape, path: string, walk: Walk): unknown {
  walk.valuesLeft -= 1
  if (walk.valuesLeft < 0) return settle(refuse('tooManyValues', path), walk)
  if (shape.type === 'any') return value
  if (shape.type === 'object') return repairObject(value, shape, path, walk)
  if (shape.type === 'array') return repairArray(value, shape, path, walk)
  return settle(repairScalar(value, shape, path), walk, path)
}

function repairObject(value: unknown, shape: Shape & { type: 'object' }, path: string, walk: Walk): unknown {
  if (!isObject(value)) return settle(refuse('type', path), walk)

  const repaired: Record<string, unknown> = shape.isOpen ? { ...value } : {}
  for (const member of shape.members) {
    const result = repairMember(value, member, path === '' ? member.name : `${path}.${member.name}`, walk)
    if (result === refused) return refused
    if (result === undefined) delete repaired[member.name]
    else repaired[member.name] = result
  }
  if (!shape.isOpen) noteUnknown(value, shape.names, path, walk)
  return repaired
}

/** The repaired member, undefined when it is absent or dropped, refused when it is required and beyond repair. */
function repairMember(value: Record<string, unknown>, member: Member, path: string, walk: Walk): unknown {
  const { name, shape, isRequired, isVital } = member
  const received = Object.hasOwn(value, name) ? value[name] : undefined
  if (received === undefined || (received === null && shape.type !== 'any')) {
    if (isRequired) return settle(refuse('required', path), walk)
    return received === null ? drop('null-removed', path, walk) : undefined
  }
  if (!isRequired && received === '' && shape.type !== 'any') return drop('empty-removed', path, walk)
  if (!isRequired && isEmptyList(received, shape)) return drop('empty-array-removed', path, walk)

  const repaired = repairValue(received, shape, path, walk)
  if (repaired === refused) {
    return isRequired || isVital || walk.valuesLeft < 0 ? refused : drop('invalid-optional-dropped', path, walk)
  }
  // A list of nothing but null is an empty one.
  return !isRequired && isEmptyList(repaired, shape) ? drop('empty-array-removed', path, walk) : repaired
}

function repairArray(value: unknown, shape: Shape & { type: 'array' }, path: string, walk: Walk): unknown {
  const items = Array.isArray(value) ? value : [value]
  if (!Array.isArray(value)) noteRepair(walk.repairs, 'array-of-one', path)

  const repaired: unknown[] = []
  const itemPath = `${path}[]`
  let lostItems = 0
  for (const item of items) {
    const result = item === null ? null : repairValue(item, shape.item, itemPath, walk)
    if (walk.valuesLeft < 0) return refused
    if (result === null && shape.item.type !== 'any') drop('null-removed', itemPath, walk)
    else if (result === refused) lostItems += 1
    else repaired.push(result)
  }

  if (lostItems > 0 && repaired.length === 0) return refused
  for (let lost = 0; lost < lostItems; lost += 1) drop('invalid-item-dropped', itemPath, walk)
  if (repaired.length > shape.maxItems) return settle(refuse('maxItems', path), walk)
  if (repaired.length >= shape.minItems) return repaired
  if (repaired.length > 0 || !shape.mayStayEmpty) return settle(refuse('minItems', path), walk)
  noteRepair(walk.repairs, 'empty-array-kept', path)
  return repaired
}

function isEmptyList(value: unknown, shape: Shape): boolean {
  return shape.type === 'array' && Array.isArray(value) && value.length === 0
}

function noteUnknown(value: object, names: ReadonlySet<string>, path: string, walk: Walk): void {
  for (const name in value) if (!names.has(name)) drop('unknown-dropped', path, walk)
}

function drop(rule: RepairRule, path: string, walk: Walk): undefined {
  walk.valuesLeft -= 1
  noteRepair(walk.repairs, rule, path)
}

/** Keeps the last refusal: the walk ends on the one that could not be dropped. */
function settle(outcome: Outcome, walk: Walk, path = ''): unknown {
  if ('keyword' in outcome) {
    walk.refusal = outcome
    return refused
  }
  for (const rule of outcome.rules) noteRepair(walk.repairs, rule, path)
  return outcome.value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
