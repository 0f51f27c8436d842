import type { SuppliedEvse } from '#core/circuits/rows-of.ts'
import { grantProfile } from '#core/steering/grant-profile.ts'
import type { Send } from '#core/steering/round.ts'
import type { ChargingProfile } from '#simulator/profiles/charging-profile.ts'
import type { Session } from '#simulator/session.ts'

/** What an EVSE falls back to, as its charger keeps it. */
export function fallbackAsInstalled({ supply, unit }: SuppliedEvse, nowMs: number): ChargingProfile {
  return {
    ...{ id: 1, evse: 1, purpose: 'tx-default', stackLevel: 0, kind: 'relative' },
    ...{ validFromMs: null, validToMs: null, sessionId: null, receivedMs: nowMs },
    schedule: {
      ...{ startMs: null, durationSeconds: null, unit },
      periods: [{ startSeconds: 0, limit: supply.fallback, phases: null }],
    },
  }
}

type Granting = {
  evse: SuppliedEvse
  send: Send
  grantId: number
  session: Session
  phases: 1 | 2 | 3 | null
  nowMs: number
}

/** A grant as it arrives at a charger. */
export function grantAsInstalled({ evse, send, grantId, session, phases, nowMs }: Granting): ChargingProfile {
  const { supply, unit } = evse
  const said = grantProfile(
    {
      ...{ value: send.value, unit, min: supply.min, fallback: supply.fallback, nowMs, untilMs: send.untilMs },
      ...{ sessionStartedMs: session.startedMs, phases, voltageV: 230 },
    },
    { maxStackLevel: null, units: null, isClockOff: false },
  )
  const told = said.schedules[0]!
  return {
    ...{ id: grantId, evse: 1, purpose: 'tx', stackLevel: 1, kind: 'absolute', sessionId: session.id },
    ...{ validFromMs: null, validToMs: null, receivedMs: nowMs },
    schedule: {
      ...{ startMs: Temporal.Instant.from(told.startsAt!).epochMilliseconds, durationSeconds: null, unit },
      periods: told.periods.map(({ startSeconds, limit, phases }) => {
        return { startSeconds, limit: limit!, phases: phases ?? null }
      }),
    },
  }
}
