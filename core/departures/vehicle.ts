/** A vehicle of the fleet, as far as anybody has described it. */
export type Vehicle = {
  id: number
  publicId: string
  name: string | null
  vin: string | null
  /** What of the battery can be used. */
  batteryWh: number | null
  maxAcA: number | null
  /** How many phases its on-board charger uses. */
  phases: 1 | 2 | 3 | null
  maxDcW: number | null
  /** Higher wins when not everybody can be ready. */
  klass: number | null
}

export type VehicleChange = Partial<Omit<Vehicle, 'id' | 'publicId'>>

export type VehicleStore = {
  /** By public id. */
  list(): Promise<Vehicle[]>
  find(publicId: string): Promise<Vehicle | null>
  byId(id: number): Promise<Vehicle | null>
  byVin(vin: string): Promise<Vehicle | null>
}

export type VehicleWriter = {
  /** Adds the vehicle when there is none of this public id; null: another one has this VIN. */
  describe(publicId: string, change: VehicleChange): Promise<Vehicle | null>
  /** With its password, what it said and what is asked for it. */
  remove(id: number): Promise<void>
}
