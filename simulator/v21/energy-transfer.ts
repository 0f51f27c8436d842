import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'
import { tellVehicleNeeds } from '../v201/vehicle-needs.ts'
import type { Answer21, World21 } from './messages.ts'

/** Q02: what a vehicle may do has changed; it thinks again. */
export const notifyAllowedEnergyTransfer: Answer21<'NotifyAllowedEnergyTransfer'> = (world, request) => {
  const { transactionId, allowedEnergyTransfer } = request
  const session = world.charger.sessions().find(({ wireId }) => wireId === transactionId)
  const evse = session && world.charger.evse(session.evse)
  if (!evse) return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'TxNotFound' } } }
  world.allowedTransfers.set(transactionId, allowedEnergyTransfer)
  return { answer: { status: 'Accepted' }, afterwards: () => tellVehicleNeeds(world, evse) }
}

/** Q07: profiles with a curve for the signal follow it; without any, nothing listens. */
export const afrrSignal: Answer21<'AFRRSignal'> = (world, { signal }) => {
  const listening = curvesOf(world)
  if (listening.length === 0) return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'NoProfile' } } }
  const follow = () => {
    for (const { id, curve } of listening)
      world.dynamicProfiles.apply(id, { limit: Math.max(0, powerAt(curve, signal)) })
  }
  return { answer: { status: 'Accepted' }, afterwards: follow }
}

type Curve = readonly ocpp.V2XSignalWattPointType[]

function curvesOf({ received, charger }: World21): { id: number; curve: Curve }[] {
  const installed = new Set(charger.profiles.map(({ id }) => id))
  return [...received].flatMap(([id, { profile }]) => {
    const [period] = profile.chargingSchedule[0]?.chargingSchedulePeriod ?? []
    const curve = (period as ocpp.ChargingSchedulePeriodType | undefined)?.v2xSignalWattCurve
    return curve && installed.has(id) ? [{ id, curve }] : []
  })
}

/** Between two points of the curve in proportion; beyond its ends as at them. */
function powerAt(curve: Curve, signal: number): number {
  const points = [...curve].sort((a, b) => a.signal - b.signal)
  const above = points.findIndex((point) => point.signal >= signal)
  if (above === -1) return points.at(-1)!.power
  if (above === 0) return points[0]!.power
  const [from, to] = [points[above - 1]!, points[above]!]
  return from.power + ((signal - from.signal) / (to.signal - from.signal)) * (to.power - from.power)
}
