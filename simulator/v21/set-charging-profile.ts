import type * as ocpp201 from 'typed-ocpp/dist/ocpp20/types.js'
import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'
import type { Reply } from '../socket/dialogue.ts'
import { setChargingProfile as setChargingProfile201 } from '../v201/answer-charging-profiles.ts'
import { readProfile } from '../v201/profile.ts'
import type { Answer21, Calls21, World21 } from './messages.ts'

type ProfileReply = Reply & { answer: Calls21['SetChargingProfile'][1] }

/** As in 2.0.1, and beside it dynamic profiles and those of priority charging. */
export const setChargingProfile: Answer21<'SetChargingProfile'> = async (world, { evseId, chargingProfile }) => {
  const { chargingProfilePurpose: purpose, chargingProfileKind: kind, dynUpdateInterval, id } = chargingProfile
  const plain = asPlain(world, chargingProfile)
  if (purpose === 'LocalGeneration' || plain === null) return no('InvalidProfile')
  if (purpose === 'PriorityCharging') return keepForPriority(world, evseId, plain, chargingProfile)

  const reply = (await setChargingProfile201(world, { evseId, chargingProfile: plain })) as ProfileReply
  if (reply.answer.status === 'Accepted') {
    // Reports give back what came.
    world.received.set(id, { evseId, profile: chargingProfile as ocpp201.ChargingProfileType, source: 'CSO' })
    if (kind === 'Dynamic') world.dynamicProfiles.begin(id, dynUpdateInterval ?? 0)
  }
  return reply
}

// Of a transaction, but of none yet: it waits until somebody is in a hurry.
function keepForPriority(
  world: World21,
  evseId: number,
  plain: ocpp201.ChargingProfileType,
  original: ocpp.ChargingProfileType,
): ProfileReply {
  const profile = readProfile(world, { ...plain, chargingProfilePurpose: 'TxDefaultProfile' }, evseId)
  if (!profile) return no('InvalidProfile')
  world.received.set(plain.id, { evseId, profile: original as ocpp201.ChargingProfileType, source: 'CSO' })
  world.charger.changeProfiles((installed) => [
    ...installed.filter(({ id }) => id !== plain.id),
    { ...profile, purpose: 'tx', sessionId: null },
  ])
  return { answer: { status: 'Accepted' } }
}

/** A profile in which every period has a limit, and a dynamic one counts from now; null when it has no schedule. */
export function asPlain(world: World21, profile: ocpp.ChargingProfileType): ocpp201.ChargingProfileType | null {
  const isDynamic = profile.chargingProfileKind === 'Dynamic'
  const [schedule] = profile.chargingSchedule
  if (!schedule) return null
  // K28.FR.04: a dynamic profile has one period.
  if (isDynamic && schedule.chargingSchedulePeriod.length !== 1) return null
  const now = world.stamp(world.charger.clock.nowMs())
  return {
    ...profile,
    chargingProfileKind: isDynamic ? 'Absolute' : profile.chargingProfileKind,
    chargingSchedule: [
      {
        ...schedule,
        ...(isDynamic ? { startSchedule: schedule.startSchedule ?? now } : {}),
        chargingSchedulePeriod: schedule.chargingSchedulePeriod.map(
          ({ startPeriod, limit, setpoint, numberPhases }) => ({
            startPeriod,
            limit: limit ?? setpoint ?? unlimited,
            ...(numberPhases === undefined ? {} : { numberPhases }),
          }),
        ),
      },
    ],
  } as ocpp201.ChargingProfileType
}

function no(reasonCode: string): ProfileReply {
  return { answer: { status: 'Rejected', statusInfo: { reasonCode } } }
}

const unlimited = 10_000_000
