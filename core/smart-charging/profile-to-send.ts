import type { NewProfile, SmartChargingRequest } from '../commands/requests/smart-charging.ts'
import type { ChargerWork, Uses } from '../context.ts'
import type { DeviceVariable } from '../devices/device-variable.ts'
import type { Session, WireFamily } from '../sessions/session.ts'
import { isSuperseded } from '../sessions/start-session.ts'
import { readCapabilities } from './capabilities.ts'
import { type Electric, usualElectric } from './composite-schedule.ts'
import { profilesFrom } from './installed-profiles.ts'
import { leastA, nameOfRecipe, profileOfRecipe, recipesFor } from './limit-recipes.ts'
import type { PlacedProfile } from './profile.ts'
import { profileIdFor } from './profile-id.ts'
import { type ProfileSituation, profileFault } from './profile-rules.ts'

type Used = Uses<'chargers' | 'charging' | 'devices' | 'now'>
type Work = Pick<ChargerWork, 'charger' | 'evses' | 'sessions'>
type About = { commandId: number; work: Work; version: ProfileSituation['version'] }
type Refused = { refused: string }

/** The profile that is sent for a request, checked (11.2), or why none is. */
export async function profileToSend(
  ctx: Used,
  { evse, profile, sessionId = null }: Extract<SmartChargingRequest, { kind: 'set-profile' }>,
  about: About,
): Promise<PlacedProfile | Refused> {
  // The whole device model of each charger would be much to read when hundreds are told something at once.
  const here = await situationOf(ctx, about, ctx.devices.ofComponent(about.work.charger.id, 'SmartChargingCtrlr'))
  const { wireId: _, ...rest } = profile
  if (profile.purpose !== 'transaction') return checked(rest, { ...here, evse }, about)
  const session = runningSession(about, { sessionId, evse, wireId: profile.wireId ?? null })
  if (!session) return { refused: `No session of this profile runs on EVSE ${evse}.` }
  return checked({ ...rest, wireId: session.wireId }, { ...here, evse }, about)
}

/**
 * The profile that says a limit here and now: as chargers of this make have taken it before, else in the first way that
 * was not refused yet and that nothing speaks against (K-06).
 */
export async function limitToSend(
  ctx: Used,
  request: Extract<SmartChargingRequest, { kind: 'limit' }>,
  about: About,
): Promise<PlacedProfile | Refused> {
  const fault = limitFault(request)
  if (fault) return { refused: fault }
  const { work } = about
  const here = await situationOf(ctx, about, ctx.devices.variables(work.charger.id))
  const onlyEvse = work.evses.length === 1 ? work.evses[0]!.number : null
  const evse = request.evse ?? onlyEvse
  if (evse !== null && !work.evses.some(({ number }) => number === evse))
    return { refused: `The charger has no EVSE ${evse}.` }
  const session = evse === null ? null : runningSession(about, { sessionId: null, evse, wireId: null })
  const { units, maxStackLevel } = here.capabilities
  const place = {
    ...{ wireId: session?.wireId ?? null, onlyEvse, units, maxStackLevel },
    electric: electricOf(here.variables, evse),
  }
  const boot = (await ctx.chargers.detail(work.charger.id))?.boot
  const unit = request.limitA === null ? 'W' : 'A'
  const known = boot ? await ctx.charging.recipe(boot, `${session ? 'session' : 'idle'}/${unit}`) : null
  const ways = recipesFor(request, place).toSorted(
    (one, other) => Number(nameOfRecipe(other) === known) - Number(nameOfRecipe(one) === known),
  )
  const reasons: string[] = []
  for (const way of ways) {
    if (request.tried?.includes(nameOfRecipe(way))) continue
    const said = profileOfRecipe(way, request, { ...place, now: here.now })
    if (!said) continue
    const sent = checked(said.profile, { ...here, evse: said.evse }, about)
    if (!('refused' in sent)) return sent
    reasons.push(sent.refused)
  }
  if (request.tried?.length) return { refused: 'The charger has refused every way to say it.' }
  return { refused: reasons[0] ?? 'This limit cannot be said to this charger.' }
}

/** What is wrong with a limit, whatever charger it is for; null when nothing is. */
export function limitFault({ limitA, limitW }: { limitA: number | null; limitW: number | null }): string | null {
  if ((limitA === null) === (limitW === null)) return 'A limit is in amperes or in watts.'
  const value = limitA ?? limitW!
  if (!Number.isFinite(value) || value < 0 || value > 1_000_000_000) return 'A limit is a number from 0 on.'
  // K-05
  if (limitA !== null && limitA > 0 && limitA < leastA) return `Below ${leastA} A a vehicle stops: 0 A says so clearly.`
  if (Math.abs(value * 10 - Math.round(value * 10)) > 1e-6) return 'A limit has one decimal at most.'
  return null
}

type Here = Omit<ProfileSituation, 'evse'> & { variables: readonly DeviceVariable[] }

async function situationOf(ctx: Used, { work, version }: About, model: Promise<DeviceVariable[]>): Promise<Here> {
  const [variables, items] = await Promise.all([model, ctx.devices.installed(work.charger.id, 'charging-profile')])
  const open = new Set(work.sessions.open().map(({ wireId }) => wireId))
  // K-08: those of sessions that are over are gone.
  const installed = profilesFrom(items).filter(
    ({ profile }) => profile.wireId === undefined || open.has(profile.wireId),
  )
  return { version, installed, now: ctx.now(), capabilities: readCapabilities(variables), variables }
}

function checked(profile: NewProfile, here: ProfileSituation, { commandId }: About): PlacedProfile | Refused {
  const { evse, installed, capabilities } = here
  const { maxExternalId } = capabilities
  const id = profile.id ?? profileIdFor(commandId, { evse, profile, installed, maxExternalId })
  const fault = profileFault({ ...profile, id }, here)
  return fault === null ? { evse, profile: { ...profile, id } } : { refused: fault }
}

function runningSession(
  { work, version }: About,
  { sessionId, evse, wireId }: { sessionId: number | null; evse: number; wireId: string | null },
): Session | null {
  const family: WireFamily = version === '1.6' ? '1.6' : '2'
  const here = work.sessions
    .open()
    .filter((one) => one.state === 'active' && one.evidence.stop === null && one.wireFamily === family)
    .filter((one) => one.evse === evse && !isSuperseded(one))
  if (sessionId !== null) return here.find(({ id }) => id === sessionId) ?? null
  if (wireId !== null) return here.find((one) => one.wireId === wireId) ?? null
  return here.length === 1 ? here[0]! : null
}

/** As the charger says it is; 230 V and three phases where it does not (11.3). */
export function electricOf(variables: readonly DeviceVariable[], evse: number | null): Electric {
  const toldOf = (name: string) => {
    const here = variables.filter(({ component, variable, attribute }) => {
      return (component === 'EVSE' || component === 'ChargingStation') && variable === name && attribute === 'Actual'
    })
    const found =
      here.find((one) => one.component === 'EVSE' && one.evse === evse) ?? here.find((one) => one.evse === null)
    const value = Number(found?.value ?? Number.NaN)
    return Number.isFinite(value) && value > 0 ? value : null
  }
  return {
    voltageV: toldOf('ACVoltage') ?? usualElectric.voltageV,
    phases: Math.min(3, Math.round(toldOf('SupplyPhases') ?? usualElectric.phases)) || usualElectric.phases,
  }
}
