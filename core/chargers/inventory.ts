import type { KeptFilter, KeptMembers } from '../kept-members.ts'
import type { ListPage } from '../list-page.ts'
import type { Boot } from './charger.ts'
import type { SetUpCharger } from './provisioning.ts'

/** A charger as it is set up, with what was last observed of it. */
export type InventoryCharger = SetUpCharger & {
  createdAt: Temporal.Instant
  modifiedAt: Temporal.Instant
  boot: (Boot & { at: Temporal.Instant | null }) | null
  link: { connected: boolean; at: Temporal.Instant; version: string | null } | null
  statuses: InventoryStatus[]
}

/** The last status of a connector; EVSE 0 is the charger as a whole. */
export type InventoryStatus = {
  evse: number
  connector: number
  status: string
  errorCode: string | null
  vendorErrorCode: string | null
  at: Temporal.Instant
}

export type InventoryEvse = {
  id: number
  chargerId: number
  uid: string
  number: number
  kept: KeptMembers
  createdAt: Temporal.Instant
  modifiedAt: Temporal.Instant
  statuses: InventoryStatus[]
  connectors: InventoryConnector[]
}

export type InventoryConnector = { id: number; ocpp: number; kept: KeptMembers }

type Times = {
  modifiedAfter: Temporal.Instant | null
  modifiedBefore: Temporal.Instant | null
}

export type ChargerInventoryFilter = Times & {
  id: number | null
  /** Whatever the case. */
  identity: string | null
  name: string | null
  link: readonly LinkAge[] | null
  linkChangedAfter: Temporal.Instant | null
  linkChangedBefore: Temporal.Instant | null
  bootSerial: string | null
  /** Whether its security profile is the one that is desired. */
  hasDesiredProfile: boolean | null
  evseReference: string | null
  tag: string | null
  createdAfter: Temporal.Instant | null
  createdBefore: Temporal.Instant | null
  kept: readonly KeptFilter[]
}

/** How long a charger has been away: a day is long. */
export type LinkAge = 'never' | 'connected' | 'lately' | 'long'

export type EvseInventoryFilter = Times & {
  id: number | null
  chargerIds: readonly number[] | null
  hasTariffGroup: boolean | null
  kept: readonly KeptFilter[]
}

/** All that is configured of a tenant's chargers, with what was last observed, for programs that go through it. */
export type Inventory = {
  chargers(filter: Partial<ChargerInventoryFilter>, page: ListPage, now: Temporal.Instant): Promise<InventoryCharger[]>
  evses(filter: Partial<EvseInventoryFilter>, page: ListPage): Promise<InventoryEvse[]>
}

/** After so long without a connection a charger is away for long (platform-api 5.3). */
export const longAwayHours = 24
