import { conditioningFrom } from '../departures/conditioning.ts'
import { conditioningMinutes } from './needs-of-report.ts'
import type { Climate, DriveoffMode, VehicleSaid } from './vehicle-link.ts'

/** What a vehicle is told. Null: not known. */
export type VehicleTold = {
  /** In the way that the vehicle reads it. */
  driveoffMinutes: number | null
  /** Whether it shall condition battery and cabin now. */
  conditions: boolean
  climate: Exclude<Climate, 'automatic'>
  ambientC: number | null
}

export type TellingInput = {
  departsAt: Temporal.Instant | null
  now: Temporal.Instant
  timeZone: string
  driveoff: DriveoffMode
  preconditions: boolean
  /** Whether there is power for it where it stands. */
  hasPower: boolean
  said: VehicleSaid
  climate: Climate
  ambientC: number | null
}

/** What follows for a vehicle from its departure, its own words and the weather (depot-api 16.4). */
export function tellVehicle(input: TellingInput): VehicleTold {
  return {
    driveoffMinutes: driveoffMinutes(input),
    conditions: input.preconditions && input.hasPower && isTime(input),
    climate: climateFor(input),
    ambientC: ambientFor(input),
  }
}

/** Neither reading can say a departure that is more than a day away. */
function driveoffMinutes({ departsAt, now, timeZone, driveoff }: TellingInput): number | null {
  if (departsAt === null) return null
  const left = (departsAt.epochMilliseconds - now.epochMilliseconds) / 60_000
  if (left < 0 || left > dayMinutes) return null
  if (driveoff === 'minutesUntilDeparture') return Math.floor(left)
  // A clock shows the time of day also on a day of 23 or 25 hours.
  const { hour, minute } = departsAt.toZonedDateTimeISO(timeZone)
  return hour * 60 + minute
}

/** From as long before the departure as it takes, and a little more, until the departure. */
function isTime({ departsAt, now, said }: TellingInput): boolean {
  const minutes = conditioningMinutes(said)
  if (departsAt === null || minutes === null) return false
  return (
    Temporal.Instant.compare(conditioningFrom(departsAt, minutes), now) <= 0 &&
    Temporal.Instant.compare(now, departsAt) < 0
  )
}

function climateFor({ climate, ambientC }: TellingInput): VehicleTold['climate'] {
  if (climate !== 'automatic') return climate
  if (ambientC === null) return 'vehicle'
  if (ambientC < heatedBelowC) return 'heating'
  return ambientC > cooledAboveC ? 'cooling' : 'ventilation'
}

function ambientFor({ ambientC }: TellingInput): number | null {
  const whole = ambientC === null ? null : Math.round(ambientC)
  // Of what the message cannot say nothing is said.
  return whole !== null && whole >= -50 && whole <= 70 ? whole + 0 : null
}

const dayMinutes = 24 * 60
const heatedBelowC = 12
const cooledAboveC = 22
