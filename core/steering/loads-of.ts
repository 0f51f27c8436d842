import type { Coefficient } from '../dispatch/demand.ts'
import { capOf, isSteerable, unguided } from './cap.ts'
import type { RoundPlace } from './round.ts'

/**
 * What an EVSE may be drawing on each row right now: its cap, on the lines that its vehicle was seen to use. Out of our
 * sight another vehicle may have come, which begins with the fallback and may use all of them; and without a session, or
 * when the charger does not do as it is told, nothing is known of its lines.
 */
export function loadsOf(
  { account, coeff, worstCoeff }: Pick<RoundPlace, 'account' | 'coeff' | 'worstCoeff'>,
  nowMs: number,
): Coefficient[] {
  const cap = capOf(account, nowMs)
  if (account.place !== 'charging' || account.conduct.kind !== 'steerable') return times(worstCoeff, cap)
  const ofSession = times(coeff, cap)
  return isSteerable(account) ? ofSession : either(ofSession, times(worstCoeff, unguided(account)))
}

/** By how much each row carries more when another vehicle takes its place, and begins with a rate on all lines. */
export function onOtherLines(
  { coeff, worstCoeff }: Pick<RoundPlace, 'coeff' | 'worstCoeff'>,
  { start, current }: { start: number; current: number },
): Coefficient[] {
  if (coeff === worstCoeff) return []
  const used = new Map(coeff.map((one) => [one.row, lengthOf(one)]))
  return worstCoeff.flatMap((one) => {
    const more = start * lengthOf(one) - Math.max(start, current) * (used.get(one.row) ?? 0)
    return more > 1e-9 ? [{ row: one.row, re: more }] : []
  })
}

function times(coeff: readonly Coefficient[], rate: number): Coefficient[] {
  return coeff.map(({ row, re, im }) =>
    im === undefined ? { row, re: re * rate } : { row, re: re * rate, im: im * rate },
  )
}

/** One or the other flows. Where they differ in angle both are reckoned with, which is never too little. */
function either(one: readonly Coefficient[], other: readonly Coefficient[]): Coefficient[] {
  const known = new Map(one.map((load) => [load.row, load]))
  const rest = other.flatMap((load): Coefficient[] => {
    const found = known.get(load.row)
    if (!found || found.im !== undefined || load.im !== undefined) return [load]
    if (load.re > found.re) known.set(load.row, load)
    return []
  })
  return [...known.values(), ...rest]
}

const lengthOf = ({ re, im = 0 }: Coefficient) => Math.hypot(re, im)
