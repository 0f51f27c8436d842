import { Type } from 'typebox'
import { orNull, Words } from './parts.ts'

// Units and places that several pages name. A is per phase; powers are W, energies Wh.

export const Evse = Type.Integer({ minimum: 1, maximum: 999 })

/** 0 is the charger as a whole. */
export const Place = Type.Integer({ minimum: 0, maximum: 999 })

export const Unit = Words(['A', 'W'] as const)
export const Phase = Words(['L1', 'L2', 'L3'] as const)
export const PerPhase = Type.Object({ L1: orNull(Type.Number()), L2: orNull(Type.Number()), L3: orNull(Type.Number()) })
export const Watts = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })
export const Amps = Type.Number({ minimum: 0, maximum: 100_000 })
export const Decimal = Type.String({ pattern: '^-?\\d{1,9}(\\.\\d{1,9})?$' })
