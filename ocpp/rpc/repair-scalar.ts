import type { RepairRule } from './repair-rules.ts'
import type { Shape } from './shape.ts'
import { isRfc3339, rewriteTimestamp } from './timestamp.ts'

export type Refusal = { keyword: string; path: string }
export type Accepted = { value: string | number | boolean; rules: readonly RepairRule[] }
export type Outcome = Accepted | Refusal

type ScalarShape = Exclude<Shape, { type: 'any' | 'object' | 'array' }>

/** Repairs a single text, number, boolean or enum value, or says which schema keyword it breaks for good. */
export function repairScalar(value: unknown, shape: ScalarShape, path: string): Outcome {
  if (shape.type === 'text') return repairText(value, shape, path)
  if (shape.type === 'enum') return repairEnum(value, shape, path)
  return shape.type === 'number' ? repairNumber(value, shape, path) : repairBoolean(value, path)
}

/** A value that is beyond repair. */
export function refuse(keyword: string, path: string): Refusal {
  return { keyword, path }
}

function repairText(value: unknown, shape: ScalarShape & { type: 'text' }, path: string): Outcome {
  if (shape.format === 'date-time') return repairTimestamp(value, path)
  const text = asText(value)
  if (text === null) return refuse('type', path)
  const rules: RepairRule[] = typeof value === 'string' ? [] : [textRule(value)]
  if (shape.emptyAs !== undefined && text.trim() === '') return accept(shape.emptyAs, 'empty-name-filled')
  if (shape.format === 'uri' && !isUri(text)) return refuse('format', path)
  if (isLongerThan(shape.maxLength, text)) rules.push('too-long-kept')
  return { value: text, rules }
}

function repairTimestamp(value: unknown, path: string): Outcome {
  if (typeof value !== 'string') return refuse('type', path)
  if (isRfc3339(value)) return accept(value)
  const rewritten = rewriteTimestamp(value)
  if (!rewritten) return refuse('format', path)
  const rules: RepairRule[] = rewritten.text === value ? [] : ['timestamp-form']
  if (rewritten.zone === 'missing') rules.push('timestamp-without-zone')
  return { value: rewritten.text, rules }
}

function repairEnum(value: unknown, shape: ScalarShape & { type: 'enum' }, path: string): Outcome {
  if (typeof value !== 'string') return refuse('type', path)
  if (shape.values.has(value)) return accept(value)
  if (value.length > longestEnumValue) return refuse('enum', path)

  const lowerCase = value.trim().toLowerCase()
  const sameWord = shape.byLowerCase.get(lowerCase)
  if (sameWord !== undefined) return accept(sameWord, 'enum-case')
  const alias = aliases.get(lowerCase)
  if (alias !== undefined && shape.values.has(alias)) return accept(alias, 'enum-alias')
  return shape.mayBeOther ? accept(value, 'word-kept') : refuse('enum', path)
}

function repairNumber(value: unknown, shape: ScalarShape & { type: 'number' }, path: string): Outcome {
  const number = typeof value === 'string' ? readNumber(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return refuse('type', path)
  if (shape.isInteger && !Number.isInteger(number)) return refuse('type', path)
  if (number < shape.minimum) return refuse('minimum', path)
  if (number > shape.maximum) return refuse('maximum', path)

  const rules: RepairRule[] = typeof value === 'string' ? ['text-as-number'] : []
  if (shape.multipleOf !== undefined && !isMultiple(number, shape.multipleOf)) rules.push('precision-kept')
  return { value: number, rules }
}

function repairBoolean(value: unknown, path: string): Outcome {
  if (typeof value === 'boolean') return accept(value)
  const word = typeof value === 'string' && value.length <= 8 ? value.trim().toLowerCase() : ''
  return word === 'true' || word === 'false' ? accept(word === 'true', 'text-as-boolean') : refuse('type', path)
}

function accept(value: Accepted['value'], rule?: RepairRule): Accepted {
  return { value, rules: rule === undefined ? noRules : [rule] }
}

// A whole number beyond 2^53 has already lost digits in JSON.parse: its text is not what the station meant.
function asText(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : null
}

function textRule(value: unknown): RepairRule {
  return typeof value === 'number' ? 'number-as-text' : 'boolean-as-text'
}

function readNumber(text: string): number | null {
  if (text.length > 32) return null
  const trimmed = text.trim()
  if (!/^[+-]?\d+(?:\.\d+)?$/.test(trimmed)) return null
  const number = Number(trimmed)
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : null
}

/** JSON Schema counts characters, JavaScript counts UTF-16 units: never fewer. */
function isLongerThan(maxLength: number, text: string): boolean {
  if (text.length <= maxLength) return false
  let length = 0
  for (const _ of text) {
    length += 1
    if (length > maxLength) return true
  }
  return false
}

function isMultiple(number: number, step: number): boolean {
  const quotient = number / step
  return Math.abs(quotient - Math.round(quotient)) < 1e-6
}

function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\S*$/i.test(text)
}

const noRules: readonly RepairRule[] = []
const longestEnumValue = 64

// An alias counts only where the enum has its target..
const aliases = new Map([
  ['error', 'OtherError'],
  ['hz', 'Hertz'],
  ['celcius', 'Celsius'],
  ['celsius', 'Celcius'],
])
