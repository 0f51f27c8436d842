import type { PlanVehicle } from './plan-input.ts'

/** How long a vehicle needs for so much energy at its full rate, its taper included; in seconds. */
export function secondsFor(vehicle: Pick<PlanVehicle, 'fullW' | 'taper'>, energyWh: number): number {
  if (energyWh <= 0) return 0
  if (vehicle.fullW <= 0) return Infinity
  const { taper, fullW } = vehicle
  const flatWh = taper ? Math.max(0, taper.roomWh - fullW / taper.perHour) : energyWh
  if (!taper || energyWh <= flatWh) return (energyWh / fullW) * 3600
  const left = taper.roomWh - energyWh
  if (left <= 0) return Infinity
  return (flatWh / fullW + Math.log((taper.roomWh - flatWh) / left) / taper.perHour) * 3600
}

/** How long it could wait and still have its full target at departure: laxity (smart-charging 5.2), in seconds. */
export function laxitySeconds(vehicle: PlanVehicle, nowS: number): number {
  return vehicle.departsAtS - Math.max(nowS, vehicle.arrivesAtS) - secondsFor(vehicle, vehicle.needFullWh)
}

/** The highest mean rate for so many hours that its taper allows, when so much has come since now. */
export function taperedW(vehicle: Pick<PlanVehicle, 'fullW' | 'taper'>, takenWh: number, hours: number): number {
  if (!vehicle.taper) return vehicle.fullW
  const { perHour, roomWh } = vehicle.taper
  return Math.max(0, Math.min(vehicle.fullW, ((roomWh - takenWh) * (1 - Math.exp(-perHour * hours))) / hours))
}
