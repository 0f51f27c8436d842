import type { FaultKind } from './errors.ts'
import type { OcppVersion } from './version.ts'

/** Why a payload was refused. The description names the place and the rule, never what was received. (F-02) */
export type PayloadFault = { kind: FaultKind; description: string; path: string }

/**
 * The fault for a broken schema keyword, after table 3.2. `tooManyValues` is our own: a repair gave up (S12).
 *
 * 1.6 calls everything about length, format and pattern a FormationViolation. 2.x defines FormatViolation as
 * syntactically incorrect and PropertyConstraintViolation as correct but with an invalid value,
 * so a bad date or an overlong text is the latter there.
 */
export function payloadFault(keyword: string, path: string, version: OcppVersion): PayloadFault {
  const words = wording[keyword] ?? 'not allowed by the schema'
  return { kind: kindOf(keyword, version), description: `${path || 'payload'}: ${words}`.slice(0, 255), path }
}

/** The fault of a payload that is no object at all. */
export function notAnObject(): PayloadFault {
  return { kind: 'format', description: 'payload: not an object', path: '' }
}

function kindOf(keyword: string, version: OcppVersion): FaultKind {
  if (version === '1.6' && textKeywords.has(keyword)) return 'format'
  return kindByKeyword[keyword] ?? 'property'
}

const textKeywords = new Set(['maxLength', 'minLength', 'format', 'pattern'])

const kindByKeyword: Record<string, FaultKind> = {
  required: 'occurrence',
  minItems: 'occurrence',
  maxItems: 'occurrence',
  type: 'type',
  additionalProperties: 'format',
  tooManyValues: 'format',
}

const wording: Record<string, string> = {
  required: 'missing',
  minItems: 'too few items',
  maxItems: 'too many items',
  type: 'wrong type',
  enum: 'value not in the list of allowed values',
  additionalProperties: 'has a property the schema does not know',
  maxLength: 'too long',
  format: 'not in the required format',
  minimum: 'too small',
  maximum: 'too large',
  tooManyValues: 'too many values to repair',
  multipleOf: 'has too many decimals',
}
