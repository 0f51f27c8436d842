import { Decimal } from 'decimal.js'

/** What is measured: its standard name, the unit it has when the charger names none, and its place in a reading. */
export type Measurand = { name: string; unit: string | null; column: Column | null }

/** The measurands that a reading has a place of its own for. */
type Column = 'energyWh' | 'intervalWh' | 'powerW' | 'currentA' | 'voltageV' | 'socPercent'

/**
 * A base unit, and how many places the decimal point moves on the way to it. It was `named` by the charger or is the
 * protocol's default, `assumed` from the measurand (V-02), or is `unknown` to us and kept as it was spelled (V-03).
 */
type Unit = {
  name: string
  shift: number
  origin: 'named' | 'assumed' | 'unknown'
  toBase?: (value: Decimal) => Decimal
}

/** A value as the charger gave it: a number, or the text of one with a decimal point and without an exponent. */
export type RawValue = number | string

/** Absent means the energy register (V-01). Any case is understood; a name we do not know is kept as it is. */
export function measurandOf(name: string | undefined): Measurand {
  if (name === undefined || name === '') return register
  return measurands.get(name) ?? measurandLike(String(name).trim())
}

/** The unit of a value. `Wh`, the protocol's default, on something that is not energy means that none was named. (V-02) */
export function unitOf(measurand: Measurand, text: string | undefined): Unit {
  const isUnnamed = text === undefined || text === ''
  if (measurand.unit === null && isUnnamed) return noUnit
  const unit = isUnnamed ? wattHours : (units.get(text) ?? unitLike(String(text).trim()))
  if (unit !== wattHours || measurand.unit === null || measurand.unit === 'Wh') return unit
  return assumedUnits.get(measurand.unit)!
}

/** The number in a value, or null for what holds none: "", "NaN", "-", null. Trims, takes a decimal comma. (V-12, Q-162) */
export function readValue(value: unknown): RawValue | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string') return null
  const trimmed = value.trim()
  const text = trimmed.includes(',') ? trimmed.replace(',', '.') : trimmed
  const number = Number(text)
  if (text === '' || !Number.isFinite(number)) return null
  if (hasBasePrefix(text)) return null
  return hasExponent(text) ? number : text
}

/** The value as a double. Moving the point in the text keeps 1.005 kW at 1005 W. */
export function toNumber(value: RawValue, shift: number): number {
  if (shift === 0) return Number(value)
  const text = String(value)
  return hasExponent(text) ? Number(text) * 10 ** shift : Number(`${text}e${shift}`)
}

/** The value as an exact decimal. */
export function toDecimal(value: RawValue, shift: number): Decimal {
  if (shift === 0) return new Decimal(value)
  const text = String(value)
  return hasExponent(text) ? new Decimal(text).times(`1e${shift}`) : new Decimal(`${text}e${shift}`)
}

/** The value in its base unit as decimal text; the charger's own digits when nothing has to be converted. */
export function toText(value: RawValue, unit: Unit, shift: number): string {
  const text = String(value)
  if (shift === 0 && unit.toBase === undefined && !hasExponent(text)) return text
  const decimal = toDecimal(value, shift)
  return (unit.toBase === undefined ? decimal : unit.toBase(decimal)).toFixed()
}

function hasExponent(text: string): boolean {
  return text.includes('e') || text.includes('E')
}

// JavaScript reads "0x10" as 16. The second character of a decimal number is no letter but the exponent's.
function hasBasePrefix(text: string): boolean {
  const second = text.charCodeAt(1)
  return second > digitNine && second !== upperE && second !== lowerE
}

const digitNine = 0x39
const upperE = 0x45
const lowerE = 0x65

const columns: Record<string, Column> = {
  'Energy.Active.Import.Register': 'energyWh',
  'Energy.Active.Import.Interval': 'intervalWh',
  'Power.Active.Import': 'powerW',
  'Current.Import': 'currentA',
  Voltage: 'voltageV',
  SoC: 'socPercent',
}

// The longer beginning stands before the shorter one. V-02
const unitsByBeginning: [string, string][] = [
  ['energy.reactive', 'varh'],
  ['energy.apparent', 'VAh'],
  ['energy', 'Wh'],
  ['power.factor', ''],
  ['power.reactive', 'var'],
  ['power', 'W'],
  ['current', 'A'],
  ['voltage', 'V'],
  ['soc', 'Percent'],
  ['temperature', 'Celsius'],
  ['frequency', 'Hz'],
  ['rpm', 'RPM'],
]

// Measurands of 1.6, 2.0.1 and 2.1 that more than one station sends; others are recognised by their beginning.
const standardNames = [
  ...Object.keys(columns),
  'Current.Export',
  'Current.Export.Offered',
  'Current.Import.Offered',
  'Current.Offered',
  'Display.PresentSOC',
  'Energy.Active.Export.Interval',
  'Energy.Active.Export.Register',
  'Energy.Active.Import.CableLoss',
  'Energy.Active.Import.LocalGeneration.Register',
  'Energy.Active.Net',
  'Energy.Apparent.Export',
  'Energy.Apparent.Import',
  'Energy.Apparent.Net',
  'Energy.Reactive.Export.Interval',
  'Energy.Reactive.Export.Register',
  'Energy.Reactive.Import.Interval',
  'Energy.Reactive.Import.Register',
  'Energy.Reactive.Net',
  'Frequency',
  'Power.Active.Export',
  'Power.Active.Residual',
  'Power.Active.Setpoint',
  'Power.Export.Offered',
  'Power.Factor',
  'Power.Import.Offered',
  'Power.Offered',
  'Power.Reactive.Export',
  'Power.Reactive.Import',
  'RPM',
  'Temperature',
]

const measurands = new Map(standardNames.map((name) => [name, describe(name)]))
const measurandsAnyCase = new Map(standardNames.map((name) => [name.toLowerCase(), describe(name)]))
const register = describe('Energy.Active.Import.Register')

function measurandLike(name: string): Measurand {
  return measurandsAnyCase.get(name.toLowerCase()) ?? describe(name)
}

function describe(name: string): Measurand {
  const lower = name.toLowerCase()
  const unit = unitsByBeginning.find(([beginning]) => lower.startsWith(beginning))?.[1] ?? null
  return { name, unit, column: Object.hasOwn(columns, name) ? columns[name]! : null }
}

const wattHours = base('Wh')

// V-03. No `MW`: without regard to case it would also be a milliwatt.
const spellings: [Unit, string[]][] = [
  [wattHours, ['Wh']],
  [kilo('Wh'), ['kWh']],
  [base('varh'), ['varh']],
  [kilo('varh'), ['kvarh']],
  [base('VAh'), ['VAh']],
  [kilo('VAh'), ['kVAh']],
  [base('W'), ['W']],
  [kilo('W'), ['kW']],
  [base('var'), ['var']],
  [kilo('var'), ['kvar']],
  [base('VA'), ['VA']],
  [kilo('VA'), ['kVA']],
  [base('A'), ['A']],
  [base('V'), ['V']],
  [base('Hz'), ['Hz', 'Hertz']],
  [base('RPM'), ['RPM']],
  [base('Percent'), ['Percent', '%']],
  [base('Celsius'), ['Celsius', 'Celcius', '°C', 'C']],
  [{ ...base('Celsius'), toBase: (kelvin) => kelvin.minus('273.15') }, ['K', 'Kelvin']],
  [
    { ...base('Celsius'), toBase: (fahrenheit) => fahrenheit.minus(32).times(5).dividedBy(9).toDecimalPlaces(3) },
    ['Fahrenheit', '°F', 'F'],
  ],
]

const units = new Map(spellings.flatMap(([unit, names]) => names.map((name) => [name, unit])))
const unitsAnyCase = new Map([...units].map(([name, unit]) => [name.toLowerCase(), unit]))

const noUnit = base('')
const assumedUnits = new Map(unitsByBeginning.map(([, name]) => [name, assumed(name)]))

function unitLike(text: string): Unit {
  return unitsAnyCase.get(text.toLowerCase()) ?? { name: text, shift: 0, origin: 'unknown' }
}

function base(name: string): Unit {
  return { name, shift: 0, origin: 'named' }
}

function kilo(name: string): Unit {
  return { name, shift: 3, origin: 'named' }
}

// A power factor has no unit that could be missing.
function assumed(name: string): Unit {
  return { name, shift: 0, origin: name === '' ? 'named' : 'assumed' }
}
