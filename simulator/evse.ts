import type { Guest, Session } from './session.ts'
import { acceptableW, type CurrentKind, step, type Vehicle } from './vehicle.ts'

export type EvseOptions = {
  maxPowerW: number
  current: CurrentKind
  phases: 1 | 2 | 3
  /** Between a phase and neutral, or of the direct current. */
  voltageV: number
  /** On which phase of its supply its own first one is; the others follow in turn. Without it, on L1. */
  firstPhase?: SupplyPhase
  /** Below this it gives nothing, and it gives multiples of this; without them alternating current begins at 6 A. */
  leastPowerW?: number
  stepW?: number
  /** Of direct current: what comes out of what goes in, and what it draws for itself. Without them nothing is lost. */
  efficiency?: number
  standbyW?: number
}

export type SupplyPhase = 'L1' | 'L2' | 'L3'

export type EvseStatus =
  | 'available'
  | 'preparing'
  | 'charging'
  | 'suspended-ev'
  | 'suspended-evse'
  | 'finishing'
  | 'reserved'
  | 'unavailable'
  | 'faulted'

export type FaultCode = 'ground-failure' | 'over-temperature' | 'connector-lock-failure' | 'internal-error'

export type Reservation = {
  id: number
  /** 0 for any. */
  evse: number
  card: string
  group: string | null
  expiresMs: number
}

/** One charging point: its plug, its meter, and what stands in the way of charging. */
export type Evse = EvseOptions & {
  readonly number: number
  vehicle: Vehicle | null
  session: Session | null
  /** The vehicle that is plugged has finished a session. */
  isFinished: boolean
  /** Authorised, and waiting for the plug. */
  waiting: { guest: Guest; by: Session['start'] } | null
  fault: FaultCode | null
  isOperative: boolean
  /** Becomes inoperative when the session ends. */
  isClosing: boolean
  registerWh: number
  /** What has passed the meter since it last moved; below 1. */
  carryWh: number
  /** The limit now, and what flows. */
  offeredW: number
  powerW: number
  /** The vehicle goes along with another offer in its time; `offeredW` is where it arrives. */
  following: { fromW: number; toW: number; fromMs: number; toMs: number } | null
  /** As last told. */
  status: EvseStatus
}

export function createEvse(number: number, options: EvseOptions & { registerWh: number }): Evse {
  return {
    number,
    ...options,
    vehicle: null,
    session: null,
    isFinished: false,
    waiting: null,
    fault: null,
    isOperative: true,
    isClosing: false,
    carryWh: 0,
    offeredW: 0,
    powerW: 0,
    following: null,
    status: 'available',
  }
}

export function phasesInUse(evse: Evse): number {
  if (evse.current === 'DC') return 1
  return Math.min(evse.phases, evse.vehicle?.model.phases ?? evse.phases)
}

/** What the hardware can give to the vehicle that is plugged. */
export function hardwareW(evse: Evse): number {
  return evse.current === 'DC' ? evse.maxPowerW : (evse.maxPowerW / evse.phases) * phasesInUse(evse)
}

/** What may be offered under a limit: alternating current is never offered below 6 A, so that less means a pause. */
export function offerableW(evse: Evse, limitW: number): number {
  const allowedW = Math.max(0, Math.min(hardwareW(evse), limitW))
  const steppedW = evse.stepW ? Math.floor(allowedW / evse.stepW + 1e-9) * evse.stepW : allowedW
  const leastW = evse.leastPowerW ?? (evse.current === 'AC' ? leastCurrentA * evse.voltageV * phasesInUse(evse) : 0)
  return steppedW < leastW - 1e-6 ? 0 : steppedW
}

/** What would flow if so much were offered. */
export function demandW(evse: Evse, offeredW: number): number {
  const { vehicle, current } = evse
  return vehicle === null ? 0 : Math.min(offeredW * vehicle.model.usesShare, acceptableW(vehicle, current))
}

/** What flows on the phases of the supply, in A: after the rotation, and with what is lost on the way. */
export function supplyCurrents(evse: Evse): Record<SupplyPhase, number> {
  const amps = { L1: 0, L2: 0, L3: 0 }
  if (evse.current === 'DC') {
    const drawnW = evse.powerW / (evse.efficiency ?? 1) + (evse.standbyW ?? 0)
    for (const phase of supplyPhases) amps[phase] = drawnW / 3 / mainsV
    return amps
  }
  const first = supplyPhases.indexOf(evse.firstPhase ?? 'L1')
  const inUse = phasesInUse(evse)
  for (let index = 0; index < inUse; index++) {
    amps[supplyPhases[(first + index) % 3]!] = evse.powerW / inUse / evse.voltageV
  }
  return amps
}

/** Lets energy pass to the vehicle. The register moves by whole Wh; the rest is carried on. */
export function deliver(evse: Evse, powerW: number, seconds: number): void {
  if (evse.vehicle === null || powerW <= 0) return
  evse.carryWh += step(evse.vehicle, evse.current, powerW, seconds)
  const wholeWh = Math.floor(evse.carryWh)
  evse.carryWh -= wholeWh
  evse.registerWh += wholeWh
}

const leastCurrentA = 6
const mainsV = 230
const supplyPhases = ['L1', 'L2', 'L3'] as const
