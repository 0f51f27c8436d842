import type { CommandRequest } from '../../../../../api/console/wire/chargers.ts'
import type { DerControlType } from '../../../../../api/console/wire/grid.ts'
import { instantOf } from '../../../parts/local-time.ts'
import { controlTypes } from './control-types.ts'

export type ControlType = DerControlType

/** A value of a type of control, in the words of OCPP; `must` where a control is nothing without it. */
export type Term = { name: TermName; must: boolean; least?: number; most?: number }
export type TermName =
  | 'pctMaxDischargePower'
  | 'displacement'
  | 'setpoint'
  | 'overFreq'
  | 'underFreq'
  | 'overDroop'
  | 'underDroop'
  | 'responseTime'
  | 'gradient'
  | 'softGradient'
  | 'highVoltage'
  | 'lowVoltage'
  | 'highFreq'
  | 'lowFreq'
  | 'delay'
  | 'randomDelay'
  | 'rampRate'

/** A control as its form has it: numbers are text, `terms` by their names. */
export interface ControlForm extends Record<string, unknown> {
  type: string
  when: 'always' | 'scheduled'
  id: string
  priority: string
  startsAt: string
  minutes: string
  terms: Partial<Record<TermName, string>>
  /** Of a fixed power factor: takes reactive power up, or gives it. */
  excitation: 'absorbs' | 'injects'
  unit: string
  /** Of a curve: `x; y`, one point a line. */
  points: string
}

export const units = ['PctMaxW', 'PctMaxVar', 'PctWAvail', 'PctVarAvail', 'PctEffectiveV', 'Not_Applicable'] as const

export function newControl(): ControlForm {
  return {
    ...{ type: 'LimitMaxDischarge', when: 'always', id: '', priority: '0', startsAt: '', minutes: '60' },
    ...{ terms: {}, excitation: 'absorbs', unit: 'PctMaxVar', points: '' },
  }
}

export function controlType(text: string): ControlType {
  return controlTypes.find((one) => one === text) ?? 'LimitMaxDischarge'
}

/** The numbers of a type; those that are not named here are curves. */
export function termsOf(type: ControlType): readonly Term[] {
  return numbers[type] ?? [{ name: 'responseTime', must: false, least: 0 }]
}

export const hasCurve = (type: ControlType) => numbers[type] === undefined
export const hasUnit = (type: ControlType) => hasCurve(type) || type === 'FixedVar'
export const hasExcitation = (type: ControlType) => type === 'FixedPFAbsorb' || type === 'FixedPFInject'
/** They have no room for a time. */
export const isAlwaysDefault = (type: ControlType) => type === 'EnterService' || type === 'Gradients'

type Control = Extract<CommandRequest, { kind: 'set-der-control' }>['control']

/** What is asked for; `id` is the number for one that was given none. */
export function controlOf(form: ControlForm, id: string): Control {
  const type = controlType(form.type)
  const isDefault = form.when === 'always' || isAlwaysDefault(type)
  const startsAt = instantOf(form.startsAt)
  const values = termsOf(type).flatMap(({ name }) => {
    const value = numberOf(form.terms[name] ?? '')
    return value === null ? [] : [[name, value] as const]
  })
  return {
    id: form.id.trim() || id,
    type,
    isDefault,
    priority: Number(form.priority) || 0,
    ...(isDefault || startsAt === undefined ? {} : { startsAt }),
    ...(isDefault ? {} : { durationSeconds: (numberOf(form.minutes) ?? 0) * 60 }),
    terms: {
      ...Object.fromEntries(values),
      ...(hasExcitation(type) ? { excitation: form.excitation === 'absorbs' } : {}),
      ...(hasCurve(type) ? { yUnit: form.unit, curveData: pointsOf(form.points) ?? [] } : {}),
      ...(type === 'FixedVar' ? { unit: form.unit } : {}),
    },
  }
}

/** Of one term of a type: it lacks, is no number, or out of its bounds. */
export function termFault({ must, least, most }: Term, text: string): 'missing' | 'number' | 'bounds' | null {
  if (text.trim() === '') return must ? 'missing' : null
  const value = numberOf(text)
  if (value === null) return 'number'
  return value < (least ?? -Infinity) || value > (most ?? Infinity) ? 'bounds' : null
}

/** `x; y` on each line, at most ten of them; null when a line is none. */
export function pointsOf(text: string): { x: number; y: number }[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const points = lines.map((line) => {
    const [x, y, ...more] = line
      .trim()
      .split(/\s*[;\t]\s*|\s+/)
      .map(numberOf)
    return x == null || y == null || more.length > 0 ? null : { x, y }
  })
  const known = points.filter((point) => point !== null)
  return known.length === lines.length && known.length > 0 && known.length <= mostPoints ? known : null
}

export function numberOf(text: string): number | null {
  const value = text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'))
  return Number.isFinite(value) ? value : null
}

const mostPoints = 10
const factor: readonly Term[] = [{ name: 'displacement', must: true, least: 0, most: 1 }]
const must = (...names: TermName[]): Term[] => names.map((name) => ({ name, must: true, least: 0 }))
const may = (...names: TermName[]): Term[] => names.map((name) => ({ name, must: false, least: 0 }))
const numbers: Partial<Record<ControlType, readonly Term[]>> = {
  EnterService: [
    ...must('highVoltage', 'lowVoltage', 'highFreq', 'lowFreq'),
    ...may('delay', 'randomDelay', 'rampRate'),
  ],
  FixedPFAbsorb: factor,
  FixedPFInject: factor,
  FixedVar: [{ name: 'setpoint', must: true, least: -100, most: 100 }],
  FreqDroop: must('overFreq', 'underFreq', 'overDroop', 'underDroop', 'responseTime'),
  Gradients: must('gradient', 'softGradient'),
  LimitMaxDischarge: [{ name: 'pctMaxDischargePower', must: true, least: 0, most: 100 }],
}
