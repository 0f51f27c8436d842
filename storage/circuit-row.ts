import type { Selectable } from 'kysely'
import type { ChargerSupply, Circuit, EvseSupply } from '#core/circuits/circuit.ts'
import { type Site, type SiteSettings, siteDefaults } from '#core/circuits/site.ts'
import type { Schema } from './schema.ts'

export function siteFrom(row: Selectable<Schema['location']>): Site {
  return {
    id: row.id,
    publicId: row.public_id,
    name: row.name,
    timeZone: row.time_zone,
    currency: row.currency,
    isLive: row.is_live,
    settings: { ...siteDefaults, ...(row.steering as Partial<SiteSettings>) },
  }
}

export function circuitFrom(row: Selectable<Schema['circuit']>): Circuit {
  const { primary_rated_a: primaryRatedA, turns_ratio: turnsRatio } = row
  return {
    id: row.id,
    publicId: row.public_id,
    siteId: row.location_id,
    parentId: row.parent_id,
    name: row.name,
    phases: row.phases,
    wiring: row.wiring,
    voltageV: row.voltage_v,
    ratedA: row.rated_a,
    limitW: row.limit_w,
    contractW: row.contract_w,
    unbalanceA: row.unbalance_a,
    marginPercent: row.margin_percent,
    leastMarginA: row.least_margin_a,
    transformer: primaryRatedA !== null && turnsRatio !== null ? { primaryRatedA, turnsRatio } : null,
    assumed: row.assumed as Circuit['assumed'],
    etag: row.etag,
  }
}

export type SupplyRow = Selectable<Schema['charger_supply']> & { identity: string }

export function supplyFrom(row: SupplyRow, evses: readonly EvseSupply[]): ChargerSupply {
  return {
    chargerId: row.charger_id,
    identity: row.identity,
    circuitId: row.circuit_id,
    maxA: row.max_a,
    maxW: row.max_w,
    weight: row.weight,
    klass: row.class,
    evses,
  }
}

export function evseFrom(row: Selectable<Schema['evse_supply']>): EvseSupply {
  return {
    evse: row.evse,
    phases: row.phases,
    learntPhases: row.learnt_phases,
    rotation: row.rotation,
    kind: row.kind,
    maxA: row.max_a,
    cableA: row.cable_a,
    maxW: row.max_w,
    min: row.min,
    step: row.step,
    efficiency: row.efficiency,
    powerFactor: row.power_factor,
    standbyW: row.standby_w,
    fallback: row.fallback,
    fallbackVerifiedAt: row.fallback_verified_at,
    obeysLease: row.obeys_lease,
  }
}
