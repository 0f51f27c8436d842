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
}

export type Vehicle = { name: string; model: VehicleModel; storedWh: number }

export type CurrentKind = 'AC' | 'DC'

export const usualVehicle: Omit<VehicleModel, 'capacityWh' | 'maxDcW' | 'maxAcW'> = {
  phases: 3,
  taper: { kneeSoc: 0.8, trickleShare: 0.1 },
  efficiency: { ac: 0.9, dc: 0.95 },
  targetSoc: 1,
}

export function socOf(vehicle: Vehicle): number {
  return vehicle.storedWh / vehicle.model.capacityWh
}

/** The power that the vehicle draws when offered any amount; 0 once it has what it wants. */
export function acceptableW(vehicle: Vehicle, kind: CurrentKind): number {
  const { model } = vehicle
  if (roomWh(vehicle) <= 0) return 0
  return (kind === 'AC' ? model.maxAcW : model.maxDcW) * taperAt(socOf(vehicle), model.taper)
}

/**
 * Charges the vehicle for a while and gives the energy that passed the meter, in Wh. The vehicle takes no more than it
 * accepts at its state of charge, and nothing beyond its target.
 */
export function step(vehicle: Vehicle, kind: CurrentKind, offeredW: number, seconds: number): number {
  const efficiency = kind === 'AC' ? vehicle.model.efficiency.ac : vehicle.model.efficiency.dc
  let meteredWh = 0
  for (let left = seconds; left > 0; left -= longestStepSeconds) {
    const powerW = Math.max(0, Math.min(offeredW, acceptableW(vehicle, kind)))
    if (powerW === 0) break
    const stepWh = (powerW * Math.min(left, longestStepSeconds)) / 3_600
    const roomAtMeterWh = roomWh(vehicle) / efficiency
    if (stepWh >= roomAtMeterWh) {
      vehicle.storedWh = vehicle.model.capacityWh * vehicle.model.targetSoc
      return meteredWh + roomAtMeterWh
    }
    vehicle.storedWh += stepWh * efficiency
    meteredWh += stepWh
  }
  return meteredWh
}

function roomWh({ model, storedWh }: Vehicle): number {
  return model.capacityWh * model.targetSoc - storedWh
}

function taperAt(soc: number, { kneeSoc, trickleShare }: VehicleModel['taper']): number {
  if (soc <= kneeSoc) return 1
  const way = Math.min(1, (soc - kneeSoc) / (1 - kneeSoc))
  return 1 - way * (1 - trickleShare)
}

const longestStepSeconds = 10
