import type { Ambient } from '../circuits/ambient.ts'
import type { ChargingRequest } from '../circuits/charging-request.ts'
import type { Reason } from '../dispatch/reason.ts'

/** How a vehicle reads the minutes of its departure: as a time of day, or as what is left. */
export const driveoffModes = ['minutesOfDay', 'minutesUntilDeparture'] as const
export type DriveoffMode = (typeof driveoffModes)[number]

/** What its climate control shall do; `automatic` goes by the temperature outside, `vehicle` leaves it to the vehicle. */
export const climates = ['vehicle', 'automatic', 'ventilation', 'heating', 'cooling'] as const
export type Climate = (typeof climates)[number]

/** How a vehicle talks to us about itself (VDV 261), and what it is told. */
export type VehicleLink = {
  /** Whether it may come in. */
  isEnabled: boolean
  /** Null: it has no password, so it cannot. */
  passwordSetAt: Temporal.Instant | null
  /** When it first came in with this password; null: it has not, so it may not know it yet. */
  synchronisedAt: Temporal.Instant | null
  /** Whether it is warmed or cooled before it leaves, and its need for that planned. */
  preconditions: boolean
  climate: Climate
  /** Null: as the installation has it. */
  driveoff: DriveoffMode | null
}

export type LinkChange = Partial<Pick<VehicleLink, 'isEnabled' | 'preconditions' | 'climate' | 'driveoff'>>

/** What a vehicle has said of itself; null: not available (VDV 261 calls it SNA). */
export type VehicleSaid = {
  odometerKm: number | null
  /** What is missing to the charge that it wants, in kWh. */
  needKwh: number | null
  batteryMinutes: number | null
  batteryKwh: number | null
  cabinMinutes: number | null
  cabinKwh: number | null
  charging: 'ready' | 'charging' | 'impossible' | null
}

export type VehicleState = {
  seq: number
  heardAt: Temporal.Instant
  /** Of its charge controller. */
  controllerId: string | null
  said: VehicleSaid
  others: Record<string, unknown>
  /** Null: nothing is asked for it. */
  asked: AskedForVehicle | null
}

/** The charging request that was made of what a vehicle said. */
export type AskedForVehicle = {
  siteId: number
  sessionId: number | null
  needFullWh: number | null
  precondition: { powerW: number; minutes: number } | null
  /** In milliseconds since 1970. */
  reportedMs: number
}

/** One message of a vehicle. What it did not say is absent. */
export type VehicleReport = {
  seq: number
  controllerId?: string | null
  said: Partial<VehicleSaid>
  others: Record<string, unknown>
}

/** Where a vehicle stands, and what the engine gives it there. */
export type VehicleStay = {
  sessionId: number
  chargerId: number
  evse: number | null
  pluggedAt: Temporal.Instant
  /** Null: nobody steers its charger. */
  siteId: number | null
  /** Whether its card says that it is this vehicle; otherwise its charge controller does. */
  isNamed: boolean
  /** What it may draw now, in A or W, and why; null: no engine has decided on it. */
  steering: { granted: number | null; reason: Reason } | null
}

/** What is known where a vehicle stands. */
export type VehicleSurroundings = {
  state: VehicleState | null
  stay: VehicleStay | null
  /** All that was said of the vehicle, or of the place and the session that it has. */
  requests: ChargingRequest[]
  /** The sites that they name. */
  places: ReadonlyMap<number, { timeZone: string; ambients: readonly Ambient[] }>
}

export type VehicleLinkStore = {
  link(vehicleId: number): Promise<VehicleLink>
  state(vehicleId: number): Promise<VehicleState | null>
}

export type VehicleLinkWriter = {
  /** Adds what is not there yet. */
  change(vehicleId: number, change: LinkChange): Promise<void>
  /** With null the vehicle has no password any more. */
  setPassword(vehicleId: number, password: { hash: Buffer; at: Temporal.Instant } | null): Promise<void>
  /** Notes that this password, if it is still the one, was used. */
  synchronised(vehicleId: number, passwordHash: Buffer, at: Temporal.Instant): Promise<void>
  /**
   * All that there is to know for a message of each vehicle, in their order. A session is that of a card of its own, else
   * of one of these uids; of several the last one that began. What vehicles said is locked until the transaction ends.
   */
  lookAround(
    vehicles: readonly { id: number; publicId: string; uids: readonly string[] }[],
    now: Temporal.Instant,
  ): Promise<VehicleSurroundings[]>
  keepStates(states: readonly { vehicleId: number; state: VehicleState }[]): Promise<void>
  /** Says which session a vehicle's own request is for; null: for none that is known. */
  bindOwnRequest(siteId: number, requestId: string, sessionId: number | null): Promise<void>
  /** Has the engine look at what changed once this is committed, and not only at its next round. */
  tellEngine(): void
}
