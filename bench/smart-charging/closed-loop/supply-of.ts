import type { PlannedCharger } from '#simulator/site/site-plan.ts'

/** As whoever commissions it has measured it; how a vehicle's one phase lies behind three is left to be found out. */
export function supplyOf({
  current,
  phases,
  firstPhase,
  maxA,
  maxW,
  least,
  step,
  fallback,
  ...charger
}: PlannedCharger) {
  const { efficiency, standbyW, misbehaviour } = charger
  const common = { min: least, step, fallback, obeysLease: !misbehaviour.ignoresProfileEnd }
  if (current === 'AC') {
    return { ...common, kind: 'ac' as const, phases: phases === 1 ? firstPhase : ('L1L2L3' as const), maxA }
  }
  const electric = { efficiency, standbyW, powerFactor: 1 }
  return { ...common, ...electric, kind: 'dc' as const, phases: 'L1L2L3' as const, maxA, maxW }
}
