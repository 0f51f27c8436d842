import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { ChargingProfile } from '../profiles/charging-profile.ts'
import { compositeSchedule } from '../profiles/composite-schedule.ts'
import { limits } from './limits.ts'
import type { Answer, Purpose201, World201 } from './messages.ts'
import { inParts, sendParts } from './parts.ts'
import { purposes, readProfile } from './profile.ts'
import type { Station201 } from './station.ts'
import { tellVehiclePlan } from './vehicle-needs.ts'

export const setChargingProfile: Answer<'SetChargingProfile'> = (world, { evseId, chargingProfile: asked }) => {
  const profile = readProfile(world, asked, evseId)
  const evse = evseId === 0 ? null : world.charger.evse(evseId)
  if (profile === null) return no('InvalidProfile')
  if (evse === undefined) return no('UnknownEvse')
  // K01.FR.22
  if (profile.purpose === 'external') return no('InvalidProfile')
  if (profile.purpose === 'station-max' && evseId !== 0) return no('InvalidProfile')
  if (profile.purpose === 'tx') {
    const session = evse?.session
    if (!session || asked.transactionId !== session.wireId) return no('TxNotFound')
    profile.sessionId = session.id
  }
  const others = world.charger.profiles.filter(({ id }) => id !== profile.id)
  // K01.FR.06, .39, .52, .53
  const isTwice = others.some(
    (one) =>
      one.purpose === profile.purpose &&
      one.stackLevel === profile.stackLevel &&
      one.sessionId === profile.sessionId &&
      overlap(one, profile) &&
      (one.evse === evseId || (one.purpose === 'tx-default' && (one.evse === 0 || evseId === 0))),
  )
  if (isTwice) return no('DuplicateProfile')
  if (others.length >= limits.profiles) return no('TooManyElements')
  world.received.set(asked.id, { evseId, profile: asked, source: 'CSO' })
  world.charger.changeProfiles(() => [...others, profile])
  const tellPlan = () => {
    if (profile.purpose === 'tx' && evse) tellVehiclePlan(world, evse, asked.chargingSchedule[0]!)
  }
  return { answer: { status: 'Accepted' }, afterwards: tellPlan }
}

export const clearChargingProfile: Answer<'ClearChargingProfile'> = (world, asked) => {
  const { charger } = world
  const { chargingProfileId: id, chargingProfileCriteria: criteria = {} } = asked
  // K10.FR.09: limits from outside are not the server's to clear.
  const isMeant = (one: (typeof charger.profiles)[number]) =>
    one.purpose !== 'external' &&
    (id !== undefined
      ? one.id === id
      : (criteria.evseId === undefined || one.evse === criteria.evseId) &&
        isOfPurpose(world, one, criteria.chargingProfilePurpose) &&
        (criteria.stackLevel === undefined || one.stackLevel === criteria.stackLevel))
  if (!charger.profiles.some(isMeant)) return { answer: { status: 'Unknown' } }
  charger.changeProfiles((installed) => installed.filter((one) => !isMeant(one)))
  return { answer: { status: 'Accepted' } }
}

export const getChargingProfiles: Answer<'GetChargingProfiles'> = (world, { requestId, evseId, chargingProfile }) => {
  const { chargingProfilePurpose, stackLevel, chargingProfileId, chargingLimitSource } = chargingProfile
  const installed = world.charger.profiles.flatMap(({ id }) => world.received.get(id) ?? [])
  const meant = installed.filter(
    (one) =>
      (evseId === undefined || one.evseId === evseId) &&
      (chargingProfilePurpose === undefined || one.profile.chargingProfilePurpose === chargingProfilePurpose) &&
      (stackLevel === undefined || one.profile.stackLevel === stackLevel) &&
      (chargingProfileId === undefined || chargingProfileId.includes(one.profile.id)) &&
      (chargingLimitSource === undefined || chargingLimitSource.includes(one.source)),
  )
  if (meant.length === 0) return { answer: { status: 'NoProfiles' } }
  return { answer: { status: 'Accepted' }, afterwards: () => void reportProfiles(world, requestId, meant) }
}

export const getCompositeSchedule: Answer<'GetCompositeSchedule'> = (world, { evseId, duration, ...asked }) => {
  const { charger } = world
  const evse = evseId === 0 ? charger.evses[0] : charger.evse(evseId)
  if (!evse) return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'UnknownEvse' } } }
  const atMs = charger.clock.nowMs()
  const phases = evse.current === 'DC' ? 1 : evse.phases
  const unit = asked.chargingRateUnit ?? 'W'
  const periods = compositeSchedule(charger.shownProfiles, {
    atMs,
    askedMs: atMs,
    evse: evseId,
    session: evseId === 0 ? null : evse.session,
    voltageV: evse.voltageV,
    phases,
    durationSeconds: duration,
    maxPowerW: evseId === 0 ? charger.evses.reduce((sumW, one) => sumW + one.maxPowerW, 0) : evse.maxPowerW,
  }).map(({ startSeconds, limitW }) => ({
    startPeriod: startSeconds,
    limit: Math.round((unit === 'W' ? limitW : limitW / evse.voltageV / phases) * 10) / 10,
  }))
  const schedule = {
    evseId,
    duration,
    scheduleStart: world.stamp(atMs),
    chargingRateUnit: unit,
    chargingSchedulePeriod: periods as ocpp.CompositeScheduleType['chargingSchedulePeriod'],
  }
  return { answer: { status: 'Accepted', schedule } }
}

type Installed = NonNullable<ReturnType<Station201['received']['get']>>

// K09.FR.02: one EVSE and one source per message.
function reportProfiles(world: World201, requestId: number, profiles: readonly Installed[]): Promise<void> {
  return sendParts(world, 'ReportChargingProfiles', inParts(profiles, 1), ([one], { tbc }) => {
    const { evseId, profile, source } = one!
    return { requestId, evseId, chargingLimitSource: source, chargingProfile: [profile], tbc }
  })
}

function isOfPurpose(
  { received }: World201,
  { id, purpose }: ChargingProfile,
  wanted: Purpose201 | undefined,
): boolean {
  if (wanted === undefined) return true
  const known = received.get(id)?.profile.chargingProfilePurpose
  return known === undefined ? purpose === purposes[wanted] : known === wanted
}

function overlap(one: ChargingProfile, other: ChargingProfile): boolean {
  const endsBefore = (first: ChargingProfile, second: ChargingProfile) =>
    first.validToMs !== null && second.validFromMs !== null && first.validToMs <= second.validFromMs
  return !endsBefore(one, other) && !endsBefore(other, one)
}

function no(reasonCode: string) {
  return { answer: { status: 'Rejected' as const, statusInfo: { reasonCode } } }
}
