import { type Static, Type } from 'typebox'
import { Id, orNull, Time, Words } from './parts.ts'

export const derControlTypes = [
  'EnterService',
  'FreqDroop',
  'FreqWatt',
  'FixedPFAbsorb',
  'FixedPFInject',
  'FixedVar',
  'Gradients',
  'HFMustTrip',
  'HFMayTrip',
  'HVMustTrip',
  'HVMomCess',
  'HVMayTrip',
  'LimitMaxDischarge',
  'LFMustTrip',
  'LVMustTrip',
  'LVMomCess',
  'LVMayTrip',
  'PowerMonitoringMustTrip',
  'VoltVar',
  'VoltWatt',
  'WattPF',
  'WattVar',
] as const
export type DerControlType = (typeof derControlTypes)[number]

/** Behaviour towards the grid that a charger has been told (OCPP 2.1, block R). */
export const GridControl = Type.Object({
  id: Type.String(),
  /** One of `derControlTypes`. */
  type: Type.String(),
  /** Always, or from a moment on for a while. */
  isDefault: Type.Boolean(),
  /** Of two of a type the one with the lower number counts. */
  priority: Type.Integer(),
  startsAt: orNull(Type.String()),
  durationSeconds: orNull(Type.Number()),
  terms: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
  /** It counts now: as the charger told, or by time and priority. */
  isInForce: Type.Boolean(),
  isSuperseded: Type.Boolean(),
  source: Words(['acknowledged', 'reported'] as const),
  at: Time,
})
export type GridControl = Static<typeof GridControl>

/** What the vehicle at an EVSE said last that it needs and can; `maxDischargeW` is what it can give back. */
export const VehicleNeeds = Type.Object({
  evse: Type.Integer(),
  mode: Type.String(),
  departureAt: orNull(Type.String()),
  energyWh: orNull(Type.Number()),
  maxW: orNull(Type.Number()),
  maxDischargeW: orNull(Type.Number()),
  at: Time,
})
export type VehicleNeeds = Static<typeof VehicleNeeds>

/** GET /chargers/{id}/grid : what a charger does towards the grid, and what it says that it can. */
export const ChargerGrid = Type.Object({
  controls: Type.Array(GridControl),
  needs: Type.Array(VehicleNeeds),
  /** What the charger told of giving energy back, as settings. */
  abilities: Type.Array(
    Type.Object({
      component: Type.String(),
      evse: orNull(Type.Integer()),
      variable: Type.String(),
      value: orNull(Type.String()),
    }),
  ),
  /** Sessions that charge with priority; `sessionId` is null for one that is not known here. */
  priority: Type.Array(Type.Object({ wireId: Type.String(), sessionId: orNull(Id), askedHere: Type.Boolean() })),
})
export type ChargerGrid = Static<typeof ChargerGrid>
