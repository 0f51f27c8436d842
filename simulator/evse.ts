import type { Guest, Session } from './session.ts'
import { acceptableW, type CurrentKind, step, type Vehicle } from './vehicle.ts'

export type EvseOptions = {
  maxPowerW: number
  current: CurrentKind
  phases: 1 | 2 | 3
  /** Between a phase and neutral, or of the direct current. */
  voltageV: number
}

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
  const isTooLittle = evse.current === 'AC' && allowedW < leastCurrentA * evse.voltageV * phasesInUse(evse) - 1e-6
  return isTooLittle ? 0 : allowedW
}

/** What would flow if so much were offered. */
export function demandW(evse: Evse, offeredW: number): number {
  return evse.vehicle === null ? 0 : Math.min(offeredW, acceptableW(evse.vehicle, evse.current))
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
