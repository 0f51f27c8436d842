import type { Tariff, TariffTerms } from '#core/tariffs/tariff.ts'
import type { SessionCost, SessionLimits, TariffAssignment } from '#core/tariffs/tariffs.ts'

export type TariffRow = {
  id: number
  tariff_id: string
  terms: unknown
  created_at: Temporal.Instant
  retired_at: Temporal.Instant | null
}

export function tariffFrom(row: TariffRow): Tariff {
  return {
    id: row.id,
    tariffId: row.tariff_id,
    terms: row.terms as TariffTerms,
    createdAt: row.created_at,
    retiredAt: row.retired_at,
  }
}

/** An assignment with its tariff and its charger's identity, as one select gives them. */
export type AssignmentRow = TariffRow & {
  assignment_id: number
  charger_id: number | null
  identity: string | null
  evse: number | null
  token_uid_folded: string | null
  limits: unknown
  prepaid: boolean
  assigned_at: Temporal.Instant
  ended_at: Temporal.Instant | null
}

export function assignmentFrom(row: AssignmentRow): TariffAssignment {
  const { charger_id, evse, token_uid_folded } = row
  return {
    id: row.assignment_id,
    tariff: tariffFrom(row),
    place: token_uid_folded !== null ? 'token' : evse !== null ? 'evse' : charger_id !== null ? 'charger' : 'tenant',
    charger: row.identity,
    evse,
    tokenUid: token_uid_folded,
    limits: row.limits as SessionLimits,
    prepaid: row.prepaid,
    assignedAt: row.assigned_at,
    endedAt: row.ended_at,
  }
}

export type CostRow = TariffRow & {
  session_id: number
  tariff_changed: boolean
  is_final: boolean
  currency: string
  excl_tax: string
  incl_tax: string
  lines: unknown
  station: unknown
  station_incl_tax: string | null
  differs: boolean
  told_at: Temporal.Instant | null
}

export function costFrom(row: CostRow): SessionCost {
  return {
    sessionId: row.session_id,
    tariff: tariffFrom(row),
    tariffChanged: row.tariff_changed,
    isFinal: row.is_final,
    currency: row.currency,
    exclTax: withoutZeros(row.excl_tax),
    inclTax: withoutZeros(row.incl_tax),
    lines: row.lines as SessionCost['lines'],
    station: row.station as object | null,
    stationInclTax: row.station_incl_tax && withoutZeros(row.station_incl_tax),
    differs: row.differs,
    toldAt: row.told_at,
  }
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
