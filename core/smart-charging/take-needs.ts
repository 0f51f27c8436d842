import { askCharger } from '../commands/ask-charger.ts'
import type { ChargerRef, Uses } from '../context.ts'
import { noteNeeds } from '../departures/note-needs.ts'
import type { Session } from '../sessions/session.ts'
import { isSuperseded } from '../sessions/start-session.ts'
import { allowedEnergyTransfer } from './allowed-energy-transfer.ts'
import { readCapabilities } from './capabilities.ts'
import { compositeSchedule } from './composite-schedule.ts'
import { limitsFrom, profilesFrom } from './installed-profiles.ts'
import { type ChargingNeeds, unitFor } from './needs.ts'
import { profileForNeeds, simplerProfile } from './profile-for-needs.ts'
import { electricOf } from './profile-to-send.ts'

export type NeedsAnswer = 'accepted' | 'rejected' | 'no-profile'

type Used = Uses<'chargerLink' | 'chargerWork' | 'circuits' | 'devices' | 'now' | 'settings' | 'transaction'>

/**
 * Takes in what a vehicle needs. When its session is known here, a profile for it is on its way within a minute
 * (K15.FR.07, K15.FR.08), and a simpler one when the charger refuses that; a way to charge that is not allowed is refused (Q01.FR.04).
 */
export async function takeNeeds(
  ctx: Used,
  charger: ChargerRef,
  { evse, needs, at }: { evse: number; needs: ChargingNeeds; at: Temporal.Instant | null },
): Promise<NeedsAnswer> {
  const session = await sessionOn(ctx, charger, evse)
  const body = { evse, needs, at: (at ?? ctx.now()).toString(), wireId: session?.wireId ?? null }
  await ctx.transaction((tx) =>
    tx.devices.install(charger, 'ev-charging-needs', [{ key: String(evse), body, source: 'reported' }]),
  )
  if (!session) return 'rejected'
  await noteNeeds(ctx, charger, { sessionId: session.id, evse, ...needs })
  const allowed = await allowedEnergyTransfer(ctx, charger, evse)
  if (allowed && !allowed.includes(needs.mode)) return 'rejected'
  return (await askForProfile(ctx, charger, { evse, needs, session })) ? 'accepted' : 'no-profile'
}

/**
 * Sends a profile for these needs; false when nothing limits the vehicle. At a site that is steered the engine does: it
 * has been told of the needs, and its grant is the profile.
 */
export async function askForProfile(
  ctx: Used,
  charger: ChargerRef,
  { evse, needs, session }: { evse: number; needs: ChargingNeeds; session: Session },
): Promise<boolean> {
  const siteId = await ctx.circuits.siteOfCharger(charger.id)
  if (siteId !== null && (await ctx.circuits.site(siteId))?.isLive) return true
  const [variables, profiles, limits] = await Promise.all([
    ctx.devices.variables(charger.id),
    ctx.devices.installed(charger.id, 'charging-profile'),
    ctx.devices.installed(charger.id, 'charging-limit'),
  ])
  const capabilities = readCapabilities(variables)
  const preferred = unitFor(needs)
  const unit = capabilities.units && !capabilities.units.includes(preferred) ? capabilities.units[0]! : preferred
  const now = ctx.now()
  const electric = electricOf(variables, evse)
  const general = [...profilesFrom(profiles), ...limitsFrom(limits)].filter(
    ({ profile }) => profile.purpose !== 'transaction' && profile.purpose !== 'default',
  )
  const { periods } = compositeSchedule({
    profiles: general,
    ...{ evse, from: now, durationSeconds: horizonSeconds, unit, session: null, electric },
  })
  const ofConnector = connectorLimit(variables, { evse, unit, perAmpere: electric.voltageV * electric.phases })
  const profile = profileForNeeds(needs, {
    ...{ now, unit, horizonSeconds, maxPeriods: capabilities.maxPeriods, wireId: session.wireId },
    periods: periods.map(({ startSeconds, limit }) => ({
      startSeconds,
      limit: limit === null ? ofConnector : ofConnector === null ? limit : Math.min(limit, ofConnector),
    })),
  })
  if (!profile) return false
  const request = {
    kind: 'set-profile',
    evse,
    profile,
    sessionId: session.id,
    simpler: simplerProfile(profile),
  } as const
  await askCharger(ctx, charger, request, { withinSeconds: 60 })
  return true
}

export async function sessionOn(ctx: Uses<'chargerWork'>, charger: ChargerRef, evse: number): Promise<Session | null> {
  return ctx.chargerWork(charger, (work) => {
    const here = work.sessions.open().filter((one) => one.evse === evse && one.state === 'active' && !isSuperseded(one))
    return here.length === 1 ? here[0]! : null
  })
}

/** What the EVSE can give, as it says of itself. */
function connectorLimit(
  variables: Parameters<typeof readCapabilities>[0],
  { evse, unit, perAmpere }: { evse: number; unit: 'A' | 'W'; perAmpere: number },
): number | null {
  const power = variables.find((one) => one.component === 'EVSE' && one.evse === evse && one.variable === 'Power')
  const maxW = power?.characteristics?.maxLimit
  if (maxW === undefined || maxW <= 0) return null
  return unit === 'W' ? maxW : maxW / perAmpere
}

const horizonSeconds = 86_400
