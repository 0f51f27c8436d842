import type { DeviceVariable } from '../devices/device-variable.ts'
import type { Circuit, EvseSupply, SupplyPhases } from './circuit.ts'
import { voltageToNeutral } from './line-currents.ts'

/** What a charger told of an EVSE, as far as it matters; null: it did not. */
export type ToldSupply = { kind: 'ac' | 'dc' | null; maxA: number | null; maxW: number | null; phases: number | null }

/** What is said of an EVSE when it is connected: the rest is as `supplyOfEvse` finds it. */
export type AskedEvse = { evse: number } & Partial<Omit<EvseSupply, 'evse' | 'fallbackVerifiedAt' | 'learntPhases'>>

/** AC with three phases of 32 A, unless somebody knows better; DC needs its rating, null without one. */
export function supplyOfEvse(asked: AskedEvse, told: ToldSupply, circuit: Circuit): EvseSupply | null {
  const kind = asked.kind ?? told.kind ?? 'ac'
  const common = { evse: asked.evse, kind, fallbackVerifiedAt: null, obeysLease: true }
  const untold = { learntPhases: null, rotation: null, cableA: null }
  const electric = { efficiency: kind === 'dc' ? 0.95 : 1, powerFactor: kind === 'dc' ? 0.98 : 1, standbyW: 0 }
  const phases = asked.phases ?? usualPhases(told.phases, circuit)
  if (kind === 'ac') {
    const maxA = asked.maxA ?? told.maxA ?? 32
    const supply = {
      ...common,
      ...untold,
      ...electric,
      phases,
      maxA,
      maxW: null,
      min: 6,
      step: 1,
      fallback: 0,
      ...asked,
    }
    return { ...supply, fallback: asked.fallback ?? usualFallback(supply, circuit) }
  }
  const maxW = asked.maxW ?? told.maxW
  if (maxW == null) return null
  const min = Math.min(5_000, Math.floor(maxW / 10))
  const rates = { maxW, min, step: 100, fallback: 0 }
  const supply = { ...common, ...untold, ...electric, phases, maxA: 0, ...rates, ...asked }
  const amps = maxW / supply.efficiency / (phaseCount(phases) * voltageToNeutral(circuit) * supply.powerFactor)
  const complete = { ...supply, maxA: asked.maxA ?? Math.ceil(amps) }
  return { ...complete, fallback: asked.fallback ?? usualFallback(complete, circuit) }
}

/**
 * Smart-charging 8: 6 A per phase for AC; for DC the smaller of 10 % of the rating and 32 A. What the charger cannot go
 * down to is no fallback: then it is 0, no charging without the engine.
 */
export function usualFallback(supply: EvseSupply, circuit: Circuit): number {
  const { kind, phases, maxA, cableA, maxW, efficiency, powerFactor, min, step } = supply
  const wattsAt32A = 32 * phaseCount(phases) * voltageToNeutral(circuit) * powerFactor * efficiency
  const wanted = kind === 'ac' ? Math.min(6, maxA, cableA ?? maxA) : Math.min(maxW! / 10, wattsAt32A)
  const inSteps = Math.floor(wanted / step + 1e-9) * step
  return inSteps + 1e-9 < min ? 0 : inSteps
}

/** What a charger's device model says of an EVSE. */
export function toldOfEvse(variables: readonly DeviceVariable[], evse: number): ToldSupply {
  const here = variables.filter((one) => one.attribute === 'Actual' && one.evse === evse)
  const at = (component: string, variable: string) =>
    here.find((one) => one.component === component && one.variable === variable)
  const types = here.filter((one) => one.variable === 'ConnectorType').map((one) => one.value ?? '')
  const maxW = positive(at('EVSE', 'Power')?.characteristics?.maxLimit)
  const isDc = types.some((type) => dcConnectors.test(type))
  const isAc = types.length > 0 && !isDc
  return {
    kind: isDc ? 'dc' : isAc ? 'ac' : null,
    maxA: positive(at('EVSE', 'ACCurrent')?.characteristics?.maxLimit),
    maxW: maxW === null ? null : Math.floor(maxW),
    phases: positive(Number(at('EVSE', 'SupplyPhases')?.value ?? Number.NaN)),
  }
}

// OCPP 2.x ConnectorEnumType: CCS, CHAdeMO, ChaoJi, GB/T for DC, MCS.
const dcConnectors = /^(cCCS\d|cG105|cChaoJi|cGBT-DC|cMCS|OppCharge|Pan)$/i

function usualPhases(told: number | null, circuit: Circuit): SupplyPhases {
  // Nobody has said which phase of the grid connection it is.
  return told === 1 || circuit.phases === 1 ? 'unknown' : 'L1L2L3'
}

function phaseCount(phases: SupplyPhases): number {
  if (phases === 'L1L2L3') return 3
  return phases.length === 4 ? Math.sqrt(3) : 1
}

function positive(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : null
}
