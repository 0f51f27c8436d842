import type { Demand } from './demand.ts'
import type { Policy } from './policy.ts'
import type { Row } from './row.ts'

/**
 * Refuses what no correct caller hands over: numbers that are none, negative sizes, an id twice, a row that does not
 * exist. It throws, because going on with half of the rows would be unsafe, and a user can do nothing about it.
 */
export function checkInput(rows: readonly Row[], demands: readonly Demand[], policy: Policy): void {
  const kinds = new Map<string, Row['kind']>()
  for (const row of rows) {
    if (kinds.has(row.id)) refuse(`row ${row.id} is there twice`)
    kinds.set(row.id, row.kind)
    for (const key of ['limit', 'base', 'reserved'] as const) {
      const signed = key === 'base' && row.kind === 'unbalance'
      checkNumber(row[key], signed, () => `${key} of row ${row.id}`)
    }
  }
  const bent = lineToLineRows(demands)
  const known = new Set<string>()
  for (const demand of demands) {
    if (known.has(demand.sessionId)) refuse(`session ${demand.sessionId} is there twice`)
    known.add(demand.sessionId)
    checkDemand(demand)
    checkCoefficients(demand, kinds, bent)
  }
  checkPolicy(policy)
}

/** The rows whose coefficients have angles. */
export function lineToLineRows(demands: readonly Demand[]): Set<string> {
  const bent = new Set<string>()
  for (const demand of demands)
    for (const one of demand.coeff) if (one.im !== undefined && one.im !== 0) bent.add(one.row)
  return bent
}

const sizes = ['lo', 'hi', 'full', 'min', 'step', 'weight'] as const

function checkDemand(demand: Demand): void {
  const of = (what: string) => () => `${what} of session ${demand.sessionId}`
  for (const key of sizes) checkNumber(demand[key], false, of(key))
  if (demand.step === 0) refuse(`step of session ${demand.sessionId} is zero`)
  if (demand.weight === 0) refuse(`weight of session ${demand.sessionId} is zero`)
  checkNumber(demand.turn.forS, false, of('turn.forS'))
  checkNumber(demand.klass, true, of('klass'))
  checkNumber(demand.laxityH, true, of('laxityH'))
  checkNumber(demand.arrivedAtS, true, of('arrivedAtS'))
  if (demand.departsAtS !== null) checkNumber(demand.departsAtS, true, of('departsAtS'))
}

function checkCoefficients(demand: Demand, kinds: Map<string, Row['kind']>, bent: Set<string>): void {
  const seen = new Set<string>()
  for (const { row, re, im = 0 } of demand.coeff) {
    const of = () => `coefficient of session ${demand.sessionId} on row ${row}`
    const kind = kinds.get(row)
    if (kind === undefined) refuse(`session ${demand.sessionId} names an unknown row ${row}`)
    if (seen.has(row)) refuse(`${of()} is there twice`)
    seen.add(row)
    checkNumber(re, kind === 'unbalance' || bent.has(row), of)
    checkNumber(im, kind !== 'unbalance', of)
    if (kind === 'unbalance' && im !== 0) refuse(`${of()} has an angle`)
  }
}

function checkPolicy(policy: Policy): void {
  const { name, minimumOnSeconds, minimumOffSeconds, turnSeconds, urgency } = policy
  for (const value of [minimumOnSeconds, minimumOffSeconds, turnSeconds, urgency.alpha, urgency.pressedH]) {
    checkNumber(value, false, () => `a number of policy ${name}`)
  }
  if (!(policy.stepSeconds > 0 && Number.isFinite(policy.stepSeconds))) refuse('stepSeconds is not above zero')
  if (!(urgency.tauH > 0 && Number.isFinite(urgency.tauH))) refuse('urgency.tauH is not above zero')
  if (!(Number.isInteger(policy.facets) && policy.facets >= 24)) refuse('facets is less than 24')
}

function checkNumber(value: number, signed: boolean, what: () => string): void {
  if (!Number.isFinite(value)) refuse(`${what()} is no number: ${value}`)
  if (!signed && value < 0) refuse(`${what()} is negative: ${value}`)
}

function refuse(why: string): never {
  throw new RangeError(`dispatch: ${why}`)
}
