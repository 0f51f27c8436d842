/** What a battery and its charger can do. Powers are at the meter, before losses. */
export type VehicleModel = {
  capacityWh: number
  maxDcW: number
  maxAcW: number
  /** Phases of the charger in the vehicle. */
  phases: 1 | 2 | 3
  /** Above `kneeSoc` the power declines linearly, down to `trickleShare` of the maximum when full. */
  taper: { kneeSoc: number; trickleShare: number }
  /** Share of the metered energy that the battery keeps. */
  efficiency: { ac: number; dc: number }
  /** Where the vehicle itself stops. */
  targetSoc: number
  /** How long it takes to go along with another offer, from and to; short times are the more frequent. */
  followSeconds: readonly [number, number] | null
  /** Of what is offered it takes no more than this share. */
  usesShare: number
  /** A cold battery takes this share at first, and all after so long a time of charging. */
  warmUp: { share: number; seconds: number } | null
  /** Falls asleep when its charging has paused for so long, and does not wake until it is plugged in anew. */
  sleepsAfterPauseSeconds: number | null
}

export type Vehicle = {
  name: string
  model: VehicleModel
  storedWh: number
  /** How long it has charged, and how long it has now been offered nothing since it did. */
  chargedSeconds?: number
  pausedSeconds?: number
  /** Warms or cools battery and cabin from the cable, beside charging and also when the battery has what it wants. */
  conditioning?: Conditioning | null
}

export type Conditioning = { powerW: number; leftWh: number }

export type CurrentKind = 'AC' | 'DC'

export const usualVehicle: Omit<VehicleModel, 'capacityWh' | 'maxDcW' | 'maxAcW'> = {
  phases: 3,
  taper: { kneeSoc: 0.8, trickleShare: 0.1 },
  efficiency: { ac: 0.9, dc: 0.95 },
  targetSoc: 1,
  followSeconds: null,
  usesShare: 1,
  warmUp: null,
  sleepsAfterPauseSeconds: null,
}

export function socOf(vehicle: Vehicle): number {
  return vehicle.storedWh / vehicle.model.capacityWh
}

/** The power that the vehicle draws when offered any amount; 0 once it has what it wants, and while it sleeps. */
export function acceptableW(vehicle: Vehicle, kind: CurrentKind): number {
  if (isAsleep(vehicle)) return 0
  return Math.min(inletW(vehicle, kind), chargingW(vehicle, kind) + conditioningW(vehicle))
}

function chargingW(vehicle: Vehicle, kind: CurrentKind): number {
  const { model } = vehicle
  if (roomWh(vehicle) <= 0) return 0
  return inletW(vehicle, kind) * Math.min(taperAt(socOf(vehicle), model.taper), warmthOf(vehicle))
}

function conditioningW({ conditioning }: Vehicle): number {
  return conditioning && conditioning.leftWh > 0 ? conditioning.powerW : 0
}

function inletW({ model }: Vehicle, kind: CurrentKind): number {
  return kind === 'AC' ? model.maxAcW : model.maxDcW
}

/** Lets time pass for what a vehicle does with time: it warms up while it charges, and falls asleep while it may not. */
export function bide(vehicle: Vehicle, { offeredW, powerW }: { offeredW: number; powerW: number }, seconds: number) {
  if (powerW > 0) vehicle.chargedSeconds = (vehicle.chargedSeconds ?? 0) + seconds
  if (isAsleep(vehicle)) return
  vehicle.pausedSeconds = offeredW > 0 || !vehicle.chargedSeconds ? 0 : (vehicle.pausedSeconds ?? 0) + seconds
}

export function isAsleep({ model, pausedSeconds = 0 }: Vehicle): boolean {
  return model.sleepsAfterPauseSeconds !== null && pausedSeconds >= model.sleepsAfterPauseSeconds
}

/** Pulled and plugged in again it is awake. */
export function wake(vehicle: Vehicle): void {
  vehicle.pausedSeconds = 0
}

/**
 * Charges the vehicle for a while and gives the energy that passed the meter, in Wh. The vehicle takes no more than it
 * accepts at its state of charge, and nothing beyond its target; its conditioning comes first, and passes the battery by.
 */
export function step(vehicle: Vehicle, kind: CurrentKind, offeredW: number, seconds: number): number {
  const efficiency = kind === 'AC' ? vehicle.model.efficiency.ac : vehicle.model.efficiency.dc
  let meteredWh = 0
  for (let left = seconds; left > 0; left -= longestStepSeconds) {
    const powerW = Math.max(0, Math.min(offeredW, acceptableW(vehicle, kind)))
    if (powerW === 0) break
    const hours = Math.min(left, longestStepSeconds) / 3_600
    const conditioningWh = condition(vehicle, Math.min(powerW, conditioningW(vehicle)) * hours)
    meteredWh += conditioningWh
    const stepWh = Math.min(powerW - conditioningWh / hours, chargingW(vehicle, kind)) * hours
    if (stepWh <= 0) continue
    const roomAtMeterWh = roomWh(vehicle) / efficiency
    if (stepWh >= roomAtMeterWh) {
      vehicle.storedWh = vehicle.model.capacityWh * vehicle.model.targetSoc
      meteredWh += roomAtMeterWh
      continue
    }
    vehicle.storedWh += stepWh * efficiency
    meteredWh += stepWh
  }
  return meteredWh
}

function condition({ conditioning }: Vehicle, energyWh: number): number {
  if (!conditioning || energyWh <= 0) return 0
  const takenWh = Math.min(energyWh, conditioning.leftWh)
  conditioning.leftWh -= takenWh
  return takenWh
}

function roomWh({ model, storedWh }: Vehicle): number {
  return model.capacityWh * model.targetSoc - storedWh
}

function taperAt(soc: number, { kneeSoc, trickleShare }: VehicleModel['taper']): number {
  if (soc <= kneeSoc) return 1
  const way = Math.min(1, (soc - kneeSoc) / (1 - kneeSoc))
  return 1 - way * (1 - trickleShare)
}

function warmthOf({ model: { warmUp }, chargedSeconds = 0 }: Vehicle): number {
  if (warmUp === null) return 1
  return Math.min(1, warmUp.share + ((1 - warmUp.share) * chargedSeconds) / warmUp.seconds)
}

const longestStepSeconds = 10
