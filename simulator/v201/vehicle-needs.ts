import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { Evse } from '../evse.ts'
import { socOf, type Vehicle } from '../vehicle.ts'
import type { World201 } from './messages.ts'

/** A vehicle that speaks ISO 15118 says what it needs; without the setting, vehicles say nothing. K15 */
export function tellVehicleNeeds(world: World201, evse: Evse): void {
  const { vehicle } = evse
  if (!vehicle || world.texts.get('ISO15118Ctrlr.Enabled') !== 'true') return
  const payload: ocpp.NotifyEVChargingNeedsRequest = {
    evseId: evse.number,
    maxScheduleTuples: 24,
    chargingNeeds: evse.current === 'DC' ? needsDc(vehicle, evse) : needsAc(vehicle, evse),
  }
  void world.link.call('NotifyEVChargingNeeds', payload)
}

/** The vehicle has made a plan within the profile that came, and the server hears of it. K15.FR.11 */
export function tellVehiclePlan(world: World201, evse: Evse, offered: ocpp.ChargingScheduleType): void {
  if (!evse.vehicle || world.texts.get('ISO15118Ctrlr.Enabled') !== 'true') return
  const nowMs = world.charger.clock.nowMs()
  const { chargingRateUnit } = offered
  const mostW = evse.current === 'DC' ? evse.vehicle.model.maxDcW : evse.vehicle.model.maxAcW
  const most = chargingRateUnit === 'W' ? mostW : mostW / evse.voltageV / evse.phases
  const payload: ocpp.NotifyEVChargingScheduleRequest = {
    evseId: evse.number,
    timeBase: world.stamp(nowMs),
    chargingSchedule: {
      id: offered.id,
      chargingRateUnit,
      startSchedule: world.stamp(nowMs),
      chargingSchedulePeriod: offered.chargingSchedulePeriod.map(({ startPeriod, limit }) => ({
        startPeriod,
        limit: Math.round(Math.min(limit ?? most, most) * 10) / 10,
      })),
    },
  }
  void world.link.call('NotifyEVChargingSchedule', payload)
}

function needsAc(vehicle: Vehicle, { voltageV, phases }: Evse): ocpp.ChargingNeedsType {
  const inUse = Math.min(phases, vehicle.model.phases)
  return {
    requestedEnergyTransfer: inUse === 1 ? 'AC_single_phase' : inUse === 2 ? 'AC_two_phase' : 'AC_three_phase',
    acChargingParameters: {
      energyAmount: wantedWh(vehicle),
      evMinCurrent: 6,
      evMaxCurrent: Math.floor(vehicle.model.maxAcW / voltageV / inUse),
      evMaxVoltage: 400,
    },
  }
}

function needsDc(vehicle: Vehicle, { voltageV }: Evse): ocpp.ChargingNeedsType {
  return {
    requestedEnergyTransfer: 'DC',
    dcChargingParameters: {
      evMaxCurrent: Math.floor(vehicle.model.maxDcW / voltageV),
      evMaxVoltage: 920,
      evMaxPower: vehicle.model.maxDcW,
      energyAmount: wantedWh(vehicle),
      evEnergyCapacity: vehicle.model.capacityWh,
      stateOfCharge: Math.round(socOf(vehicle) * 100),
      fullSoC: 100,
    },
  }
}

function wantedWh({ model, storedWh }: Vehicle): number {
  return Math.max(0, Math.round(model.capacityWh * model.targetSoc - storedWh))
}
