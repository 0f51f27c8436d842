import { compositeSchedule } from '../profiles/composite-schedule.ts'
import { maxProfiles } from './configuration.ts'
import type { Answer, World16 } from './messages.ts'
import { purposes, readProfile } from './profile.ts'

export const setChargingProfile: Answer<'SetChargingProfile'> = (world, { connectorId, csChargingProfiles: asked }) => {
  const profile = readProfile(world, asked, connectorId)
  const evse = connectorId === 0 ? null : world.charger.evse(connectorId)
  if (profile === null || evse === undefined) return no()
  if (profile.purpose === 'station-max' && connectorId !== 0) return no()
  if (profile.purpose === 'tx') {
    const session = evse?.session
    const isMeant = asked.transactionId === undefined || String(asked.transactionId) === session?.wireId
    if (!session || !isMeant) return no()
    profile.sessionId = session.id
  }
  // Same purpose and level take the place, and so does the same id. 16 §3.13.2
  const others = world.charger.profiles.filter(
    (one) =>
      one.id !== profile.id &&
      !(one.purpose === profile.purpose && one.stackLevel === profile.stackLevel && one.evse === profile.evse),
  )
  if (others.length >= maxProfiles) return no()
  world.charger.changeProfiles(() => [...others, profile])
  return { answer: { status: 'Accepted' } }
}

export const clearChargingProfile: Answer<'ClearChargingProfile'> = ({ charger }, asked) => {
  const { id, connectorId, chargingProfilePurpose, stackLevel } = asked
  const isMeant = (one: (typeof charger.profiles)[number]) =>
    id !== undefined
      ? one.id === id
      : (connectorId === undefined || one.evse === connectorId) &&
        (chargingProfilePurpose === undefined || one.purpose === purposes[chargingProfilePurpose]) &&
        (stackLevel === undefined || one.stackLevel === stackLevel)
  if (!charger.profiles.some(isMeant)) return { answer: { status: 'Unknown' } }
  charger.changeProfiles((installed) => installed.filter((one) => !isMeant(one)))
  return { answer: { status: 'Accepted' } }
}

export const getCompositeSchedule: Answer<'GetCompositeSchedule'> = (world, { connectorId, duration, ...asked }) => {
  const schedule = scheduleAhead(world, connectorId, duration)
  if (schedule === null) return { answer: { status: 'Rejected' } }
  const { atMs, perAmpereW, periods } = schedule
  const unit = asked.chargingRateUnit ?? 'W'
  return {
    answer: {
      status: 'Accepted',
      connectorId,
      scheduleStart: world.stamp(atMs),
      chargingSchedule: {
        duration,
        startSchedule: world.stamp(atMs),
        chargingRateUnit: unit,
        chargingSchedulePeriod: periods.map(({ startSeconds, limitW }) => ({
          startPeriod: startSeconds,
          limit: Math.round((unit === 'W' ? limitW : limitW / perAmpereW) * 10) / 10,
        })),
      },
    },
  }
}

function scheduleAhead({ charger }: World16, connectorId: number, durationSeconds: number) {
  const evse = connectorId === 0 ? charger.evses[0] : charger.evse(connectorId)
  if (!evse) return null
  const atMs = charger.clock.nowMs()
  const phases = evse.current === 'DC' ? 1 : evse.phases
  const maxPowerW = connectorId === 0 ? charger.evses.reduce((sumW, one) => sumW + one.maxPowerW, 0) : evse.maxPowerW
  const periods = compositeSchedule(charger.shownProfiles, {
    atMs,
    askedMs: atMs,
    evse: connectorId,
    session: connectorId === 0 ? null : evse.session,
    voltageV: evse.voltageV,
    phases,
    durationSeconds,
    maxPowerW,
  })
  return { atMs, perAmpereW: evse.voltageV * phases, periods }
}

function no() {
  return { answer: { status: 'Rejected' as const } }
}
