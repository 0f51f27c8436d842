import type { Decimal } from 'decimal.js'
import type { TimeFlag, ZoneFlag } from './clock.ts'

/**
 * What a meter showed at one instant, in one context, with units normalised:
 * Wh, W, A, V, percent. One row of storage, one dot on a plot.
 *
 * Energy is decimal because money hangs on it; the other usual measurands are
 * doubles. What has no column of its own is kept in `rest`, already converted
 * to its base unit. `null` means that the charger did not say.
 */
export type Reading = {
  /** 0 is the charger's main meter (V-10). */
  evse: number
  connector: number | null
  /** As the charger's clock said; null when it gave no time or a nonsensical one (Z-02). */
  reportedAt: Temporal.Instant | null
  context: ReadingContext
  /** Energy.Active.Import.Register at the outlet, the sum over the phases when only those came (V-08); they are in `rest`. */
  energyWh: Decimal | null
  /** Energy.Active.Import.Interval: summed once per instant, never mixed with registers (V-05). */
  intervalWh: Decimal | null
  /** Power.Active.Import, over all phases; each phase is in `rest`. From volts and amperes when not sent (V-08). */
  powerW: number | null
  currentA: PerPhase
  voltageV: PerPhase
  socPercent: number | null
  rest: Sample[]
  /** Byte-exact signed values, never re-serialised (V-14). */
  signed: SignedValue[]
  flags: ReadingFlag[]
}

/** L1, L2, L3. A value without a phase stands in the first place when it is the only one. */
export type PerPhase = readonly [number | null, number | null, number | null]

export type ReadingContext =
  | 'Interruption.Begin'
  | 'Interruption.End'
  | 'Other'
  | 'Sample.Clock'
  | 'Sample.Periodic'
  | 'Transaction.Begin'
  | 'Transaction.End'
  | 'Trigger'

export type Sample = {
  measurand: string
  phase?: string
  location?: string
  unit: string
  /** Decimal text in the base unit; the charger's own text when `unit` is not one we know (V-03). */
  value: string
}

export type SignedValue = {
  measurand: string
  context: ReadingContext
  /** Exactly what came: the OCMF text, or the base64 of the container. */
  data: string
  signingMethod?: string
  encodingMethod?: string
  publicKey?: string
}

export type ReadingFlag =
  | 'phase-sum-differs' // V-08: total and phases differ by more than 10 %
  | 'unit-assumed' // V-02: no unit, or Wh, on something that is not energy
  | 'unit-unknown' // V-03
  | 'value-dropped' // V-12: a value that is not a number, or a state of charge outside 0 to 100
  | 'session-assumed' // V-11: transaction id 0 or -1, attached to the open session
  | TimeFlag
  | ZoneFlag
