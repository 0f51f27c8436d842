/** Stable ids of everything we tolerate in a message; they name counters, so they are never renamed. */
export type RepairRule =
  // the frame
  | 'bom-stripped'
  | 'id-number'
  | 'id-too-long'
  | 'payload-missing'
  | 'extra-elements-ignored'
  | 'proto-key-removed'
  // the payload, rewritten
  | 'null-removed'
  | 'empty-removed'
  | 'empty-array-removed'
  | 'empty-name-filled'
  | 'array-of-one'
  | 'number-as-text'
  | 'text-as-number'
  | 'boolean-as-text'
  | 'text-as-boolean'
  | 'enum-case'
  | 'enum-alias'
  | 'timestamp-form'
  // the payload, kept although the standard forbids it
  | 'timestamp-without-zone'
  | 'too-long-kept'
  | 'word-kept'
  | 'empty-array-kept'
  | 'precision-kept'
  // the payload, with something taken out
  | 'unknown-dropped'
  | 'invalid-optional-dropped'
  | 'invalid-item-dropped'

/**
 * One tolerated deviation: which rule, where in the message, how often. The path names schema properties only
 * (`meterValue[].sampledValue[].unit`), so the number of different repairs is bounded by the schema.
 */
export type Repair = { rule: RepairRule; path: string; count: number }

/** The list of a message that needed nothing; shared, because nearly all messages are like that. */
export const noRepairs: readonly Repair[] = Object.freeze([])

/** Notes that a rule was applied once more at this place. */
export function noteRepair(repairs: Repair[], rule: RepairRule, path: string): void {
  const known = repairs.find((repair) => repair.rule === rule && repair.path === path)
  if (known) known.count += 1
  else repairs.push({ rule, path, count: 1 })
}
