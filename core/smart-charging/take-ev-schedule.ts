import type { ChargerRef, Uses } from '../context.ts'
import { compositeSchedule } from './composite-schedule.ts'
import { limitsFrom, profilesFrom } from './installed-profiles.ts'
import type { ChargingNeeds } from './needs.ts'
import type { ChargingSchedule, PlacedProfile } from './profile.ts'
import { electricOf } from './profile-to-send.ts'
import { type Deviation, deviationOf } from './schedule-deviation.ts'
import { askForProfile, sessionOn } from './take-needs.ts'

type Used = Uses<'chargerLink' | 'chargerWork' | 'circuits' | 'devices' | 'now' | 'settings' | 'transaction'>

/**
 * Takes in how a vehicle means to charge. Within what the charger was told it is accepted; what goes beyond is refused,
 * and a new profile begins another round (K16, K17), three times in a session at most. A vehicle that wants more still
 * is refused without one: it would go on for ever.
 */
export async function takeEvSchedule(
  ctx: Used,
  charger: ChargerRef,
  { evse, from, schedule }: { evse: number; from: Temporal.Instant; schedule: ChargingSchedule },
): Promise<'accepted' | 'rejected'> {
  const session = await sessionOn(ctx, charger, evse)
  const deviation = await compare(ctx, charger, {
    ...{ evse, from, schedule },
    session: session && { wireId: session.wireId, startedAt: session.record.startedAt ?? session.openedAt },
  })
  const before = (await ctx.devices.installed(charger.id, 'ev-charging-schedule')).find(
    ({ key }) => key === String(evse),
  )
  const wireId = session?.wireId ?? null
  const rounds = before?.body.wireId === wireId ? Number(before?.body.rounds ?? 0) : 0
  const isNewRound = deviation !== null && session !== null && rounds < mostRounds
  const body = { evse, wireId, from: from.toString(), schedule, deviation, rounds: isNewRound ? rounds + 1 : rounds }
  await ctx.transaction((tx) =>
    tx.devices.install(charger, 'ev-charging-schedule', [{ key: String(evse), body, source: 'reported' }]),
  )
  if (!deviation) return 'accepted'
  await ctx.chargerWork(charger, (work) => {
    const said = { evse, at: deviation.at, limit: deviation.limit, wanted: deviation.wanted, unit: schedule.unit }
    work.addFact({ kind: 'session.schedule-deviates', subjectId: session?.id ?? null, body: said })
  })
  if (isNewRound) {
    const items = await ctx.devices.installed(charger.id, 'ev-charging-needs')
    const needs = items.find(({ key }) => key === String(evse))?.body.needs as ChargingNeeds | undefined
    if (needs) await askForProfile(ctx, charger, { evse, needs, session })
  }
  return 'rejected'
}

async function compare(
  ctx: Uses<'devices'>,
  charger: ChargerRef,
  {
    evse,
    from,
    schedule,
    session,
  }: {
    evse: number
    from: Temporal.Instant
    schedule: ChargingSchedule
    session: { wireId: string; startedAt: Temporal.Instant } | null
  },
): Promise<Deviation | null> {
  const [variables, profiles, limits] = await Promise.all([
    ctx.devices.variables(charger.id),
    ctx.devices.installed(charger.id, 'charging-profile'),
    ctx.devices.installed(charger.id, 'charging-limit'),
  ])
  const all: PlacedProfile[] = [...profilesFrom(profiles), ...limitsFrom(limits)]
  const allowed = compositeSchedule({
    ...{ profiles: all, evse, from, session, unit: schedule.unit, durationSeconds: lengthOf(schedule) },
    electric: electricOf(variables, evse),
  })
  return deviationOf(schedule, from, allowed)
}

function lengthOf({ durationSeconds, periods }: ChargingSchedule): number {
  const last = periods.at(-1)?.startSeconds ?? 0
  return Math.min(Math.max(durationSeconds ?? last + 3_600, 1), 7 * 86_400)
}

const mostRounds = 3
