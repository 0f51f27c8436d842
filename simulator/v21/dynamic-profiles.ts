import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'
import type { ClockTimer } from '../clock.ts'
import type { World201 } from '../v201/messages.ts'
import type { Answer21 } from './messages.ts'

export type DynamicProfiles = ReturnType<typeof createDynamicProfiles>

/** Profiles whose limit changes while they run: the server pushes, or the charger asks now and then. K28 */
export function createDynamicProfiles(world: () => World201) {
  const timers = new Map<number, ClockTimer | null>()

  function isInstalled(id: number): boolean {
    return timers.has(id) && world().charger.profiles.some((one) => one.id === id)
  }

  function apply(id: number, { limit, setpoint }: ocpp.ChargingScheduleUpdateType): void {
    const next = limit ?? setpoint
    if (next === undefined) return
    world().charger.changeProfiles((installed) =>
      installed.map((one) =>
        one.id === id
          ? { ...one, schedule: { ...one.schedule, periods: [{ startSeconds: 0, limit: next, phases: null }] } }
          : one,
      ),
    )
  }

  async function pull(id: number, everySeconds: number): Promise<void> {
    if (!isInstalled(id)) return end(id)
    const outcome = await world().link.call('PullDynamicScheduleUpdate', { chargingProfileId: id })
    if (outcome.kind === 'answered') {
      const { status, scheduleUpdate } = outcome.payload as unknown as ocpp.PullDynamicScheduleUpdateResponse
      if (status === 'Accepted' && scheduleUpdate) apply(id, scheduleUpdate)
    }
    again(id, everySeconds)
  }

  function again(id: number, everySeconds: number): void {
    timers.get(id)?.cancel()
    timers.set(
      id,
      world().charger.clock.setTimeout(() => void pull(id, everySeconds), everySeconds * 1_000),
    )
  }

  function end(id: number): void {
    timers.get(id)?.cancel()
    timers.delete(id)
  }

  return {
    /** 0 seconds: the charger does not ask. */
    begin(id: number, everySeconds: number): void {
      timers.set(id, null)
      if (everySeconds > 0) again(id, everySeconds)
    },
    /** Whether there is such a dynamic profile. */
    update(id: number, update: ocpp.ChargingScheduleUpdateType): boolean {
      if (!isInstalled(id)) return false
      apply(id, update)
      return true
    },
    /** Limits by the secondary reserve: a curve of power by signal. Q07 */
    apply,
    close(): void {
      for (const id of [...timers.keys()]) end(id)
    },
  }
}

export const updateDynamicSchedule: Answer21<'UpdateDynamicSchedule'> = ({ dynamicProfiles }, request) => {
  const { chargingProfileId, scheduleUpdate } = request
  if (dynamicProfiles.update(chargingProfileId, scheduleUpdate)) return { answer: { status: 'Accepted' } }
  return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'InvalidProfile' } } }
}
