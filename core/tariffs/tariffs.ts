import type { ChargerRef } from '../context.ts'
import type { Session } from '../sessions/session.ts'
import type { Cost, CostLine } from './price.ts'
import type { Tariff, TariffTerms } from './tariff.ts'
import type { SessionCourse } from './usage.ts'

/** Where a tariff applies: the most particular place wins, a token before an EVSE, that before a charger and the tenant. */
export type TariffPlace =
  | { kind: 'tenant' }
  | { kind: 'charger'; charger: ChargerRef }
  | { kind: 'evse'; charger: ChargerRef; evse: number }
  | { kind: 'token'; uid: string }

/** What a session may reach at most; amounts are decimal text, the cost includes taxes. */
export type SessionLimits = { maxCost?: string; maxEnergyWh?: number; maxSeconds?: number; maxSoc?: number }

export type TariffAssignment = {
  id: number
  tariff: Tariff
  place: TariffPlace['kind']
  /** The charger's identity. */
  charger: string | null
  evse: number | null
  tokenUid: string | null
  limits: SessionLimits
  /** Paid beforehand: the charger has to ask each time, and gets a limit (C17.FR.01-03). */
  prepaid: boolean
  assignedAt: Temporal.Instant
  endedAt: Temporal.Instant | null
}

/** The tariff of a session, as it was when the session began (S25). */
export type TariffInForce = Pick<TariffAssignment, 'tariff' | 'place' | 'limits' | 'prepaid'>

/** What a session costs so far, or in the end. Amounts are decimal text. */
export type SessionCost = {
  sessionId: number
  tariff: Tariff
  tariffChanged: boolean
  isFinal: boolean
  currency: string
  exclTax: string
  inclTax: string
  lines: readonly { kind: CostLine['kind']; exclTax: string }[]
  /** What the charger reckoned (2.1), taxes included, and in its own words. */
  stationInclTax: string | null
  station: object | null
  differs: boolean
  toldAt: Temporal.Instant | null
}

export type TariffStore = {
  /** Whether the tenant prices anything at all: known without a look into the database, a few seconds old at most. */
  inUse(): Promise<boolean>
  /** What was in force for a session that began then. */
  inForce(session: SessionPlace): Promise<TariffInForce | null>
  find(tariffId: string): Promise<Tariff | null>
  byId(id: number): Promise<Tariff | null>
  list(): Promise<Tariff[]>
  assignments(): Promise<TariffAssignment[]>
  costOf(sessionId: number): Promise<SessionCost | null>
  courseOf(
    session: Pick<Session, 'id' | 'evse' | 'wireFamily' | 'openedAt' | 'record'>,
    charger: ChargerRef,
  ): Promise<SessionCourse>
  timeZoneOf(charger: Pick<ChargerRef, 'id'>): Promise<string | null>
}

export type SessionPlace = { chargerId: number; evse: number | null; tokenUid: string | null; at: Temporal.Instant }

export type TariffWriter = {
  /** The one that is there already when its content is the same; one that was retired is in use again. */
  add(terms: TariffTerms): Promise<Tariff>
  /** Null when there is none of this id. Its assignments end. */
  retire(tariffId: string): Promise<Tariff | null>
  /** Ends what applied there before. */
  assign(
    tariff: Pick<Tariff, 'id'>,
    place: TariffPlace,
    more: Pick<TariffAssignment, 'limits' | 'prepaid'>,
  ): Promise<TariffAssignment>
  /** Null when there is none of this id that has not ended. */
  endAssignment(id: number): Promise<TariffAssignment | null>
  keepCost(
    session: { id: number; chargerId: number; version: number },
    cost: { tariff: Pick<Tariff, 'id'>; cost: Cost; isFinal: boolean },
  ): Promise<void>
  keepStationCost(sessionId: number, cost: { inclTax: string | null; details: object; differs: boolean }): Promise<void>
  /** False when the driver was told less than that long ago, here or elsewhere. */
  noteTold(sessionId: number, at: Temporal.Instant, notSince: Temporal.Instant): Promise<boolean>
  changeTariff(session: { id: number; chargerId: number }, tariff: Tariff): Promise<void>
}
