import { type Static, Type } from 'typebox'
import { orNull, Time, Words } from './parts.ts'

export const monitorTypes = ['UpperThreshold', 'LowerThreshold', 'Delta', 'Periodic', 'PeriodicClockAligned'] as const
export const monitoringBases = ['All', 'FactoryDefault', 'HardWiredOnly'] as const
export type MonitorType = (typeof monitorTypes)[number]
export type MonitoringBase = (typeof monitoringBases)[number]

/** 0 is danger, 9 debug. */
export const Severity = Type.Integer({ minimum: 0, maximum: 9 })

/** Something that a charger watches of itself. */
export const Monitor = Type.Object({
  id: Type.Integer(),
  component: Type.String(),
  componentInstance: orNull(Type.String()),
  evse: orNull(Type.Integer()),
  connector: orNull(Type.Integer()),
  variable: Type.String(),
  variableInstance: orNull(Type.String()),
  /** One of `monitorTypes`, or one that is newer than this list. */
  type: Type.String(),
  value: orNull(Type.Number()),
  severity: orNull(Type.Integer()),
  /** Only while a session runs. */
  inSessionsOnly: Type.Boolean(),
  source: Words(['acknowledged', 'reported'] as const),
  at: Time,
})
export type Monitor = Static<typeof Monitor>

/** GET /chargers/{id}/monitors ; `base` and `level` as the charger told them as settings, null when it did not. */
export const Monitors = Type.Object({
  items: Type.Array(Monitor),
  base: orNull(Type.String()),
  level: orNull(Type.String()),
})
export type Monitors = Static<typeof Monitors>
