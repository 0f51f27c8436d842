import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { World201 } from './messages.ts'

export type ExternalLimit = {
  /** 0 for the whole charger. */
  evse: number
  limitW: number
  source: ocpp.ChargingLimitSourceEnumType
  isGridCritical?: boolean
}

/** Somebody other than the server, such as the grid, limits what may flow, and the server is told. K11, K12 */
export function limitFromOutside(world: World201, limit: ExternalLimit): void {
  const { evse, limitW, source, isGridCritical } = limit
  const { charger } = world
  const id = outsideId(evse)
  const chargingSchedule: ocpp.ChargingScheduleType = {
    id,
    startSchedule: world.stamp(charger.clock.nowMs()),
    chargingRateUnit: 'W',
    chargingSchedulePeriod: [{ startPeriod: 0, limit: limitW }],
  }
  charger.changeProfiles((installed) => [
    ...installed.filter((one) => one.id !== id),
    {
      id,
      evse,
      purpose: 'external',
      stackLevel: 0,
      kind: 'absolute',
      validFromMs: null,
      validToMs: null,
      sessionId: null,
      receivedMs: charger.clock.nowMs(),
      schedule: {
        startMs: charger.clock.nowMs(),
        durationSeconds: null,
        unit: 'W',
        periods: [{ startSeconds: 0, limit: limitW, phases: null }],
      },
    },
  ])
  const profile: ocpp.ChargingProfileType = {
    id,
    stackLevel: 0,
    chargingProfilePurpose: 'ChargingStationExternalConstraints',
    chargingProfileKind: 'Absolute',
    chargingSchedule: [chargingSchedule],
  }
  world.received.set(id, { evseId: evse, profile, source })
  const payload: ocpp.NotifyChargingLimitRequest = {
    chargingLimit: { chargingLimitSource: source, ...(isGridCritical === undefined ? {} : { isGridCritical }) },
    chargingSchedule: [chargingSchedule],
    ...(evse === 0 ? {} : { evseId: evse }),
  }
  void world.link.call('NotifyChargingLimit', payload)
}

/** The limit of `limitFromOutside` is gone. K13 */
export function liftLimitFromOutside(world: World201, evse: number): void {
  const id = outsideId(evse)
  const source = world.received.get(id)?.source
  if (source === undefined) return
  world.charger.changeProfiles((installed) => installed.filter((one) => one.id !== id))
  world.received.delete(id)
  const payload: ocpp.ClearedChargingLimitRequest = {
    chargingLimitSource: source,
    ...(evse === 0 ? {} : { evseId: evse }),
  }
  void world.link.call('ClearedChargingLimit', payload)
}

// Ids of the charger's own are below zero, where no server puts its own.
function outsideId(evse: number): number {
  return -1 - evse
}
