import type { Phase } from '../dispatch/row.ts'

/** One fuse, cable or contract in the tree below a site's grid connections (smart-charging 2.1). */
export type Circuit = {
  id: number
  publicId: string
  siteId: number
  /** Null: a grid connection. */
  parentId: number | null
  name: string
  phases: 1 | 3
  /** Star: EVSEs between a line and neutral, or on all three. Delta: between two lines (208 V, delta transformers). */
  wiring: 'star' | 'delta'
  /** From line to neutral in a star, from line to line in a delta. */
  voltageV: number
  /** Of the fuse or the cable, per phase; null: limited in power only. */
  ratedA: number | null
  limitW: number | null
  /** Billed as the mean of a quarter of an hour (smart-charging 3.2). */
  contractW: number | null
  /** How far two phases may lie apart. */
  unbalanceA: number | null
  marginPercent: number
  leastMarginA: number
  /** A delta-wye transformer that feeds the circuit: its primary lines are limited as well. */
  transformer: { primaryRatedA: number; turnsRatio: number } | null
  /**
   * What else draws here at worst, by time of day at the site; for circuits without a meter and for silent meters. What
   * draws through a circuit below is said there.
   */
  assumed: readonly AssumedLoad[]
  etag: number
}

export type AssumedLoad = {
  /** Local time, `06:00`; until the next one, and the last until the first of the next day. */
  from: string
  amps: Record<Phase, number>
}

export type NewCircuit = Omit<Circuit, 'id' | 'publicId' | 'etag'> & { publicId?: string }

/** How a charger hangs on a circuit, with its EVSEs. */
export type ChargerSupply = {
  chargerId: number
  identity: string
  circuitId: number
  /** Of the whole charger (a shared cabinet); null: as much as its EVSEs. */
  maxA: number | null
  maxW: number | null
  /** 1 is neutral. */
  weight: number
  klass: number
  evses: readonly EvseSupply[]
}

/** Which supply phases an EVSE uses, after rotation; `unknown` is a single phase of which nobody knows which. */
export type SupplyPhases = 'L1' | 'L2' | 'L3' | 'L1L2L3' | 'L1L2' | 'L2L3' | 'L3L1' | 'unknown'

/**
 * On which lines of the supply the first, second and third phase of an EVSE are, in the words of OCPP: R is L1, S is L2
 * and T is L3. `STR`: what it calls L1 is L2 of the supply.
 */
export type Rotation = 'RST' | 'RTS' | 'SRT' | 'STR' | 'TRS' | 'TSR'

export type EvseSupply = {
  /** The number by which OCPP knows it. */
  evse: number
  phases: SupplyPhases
  /**
   * What a circuit's meter has shown and nobody told: the line of a single phase; of three phases, the line of the first
   * one, from which vehicles of one phase draw.
   */
  learntPhases: SupplyPhases | null
  /** Of three phases; null: nobody has said, and no charger is believed (docs/decisions/0021). */
  rotation: Rotation | null
  kind: 'ac' | 'dc'
  /** AC: per phase. */
  maxA: number
  /** AC: what its cable or its connector carries, per phase; null: as much as the EVSE gives. */
  cableA: number | null
  /** DC, what it gives at most. */
  maxW: number | null
  /** The smallest rate that is not a pause, and the steps: A for AC, W for DC. */
  min: number
  step: number
  /** DC: what comes out of what goes in; power for itself. */
  efficiency: number
  /** DC: by how much the current on the supply side is more than its power alone takes. */
  powerFactor: number
  standbyW: number
  /** What it falls back to without us, A or W; written at commissioning, on every boot, and checked daily. */
  fallback: number
  fallbackVerifiedAt: Temporal.Instant | null
  /** False: a make that does not let a grant end by itself (smart-charging 7.1). */
  obeysLease: boolean
}

export type SiteTopology = {
  circuits: readonly Circuit[]
  chargers: readonly ChargerSupply[]
}
