import type { RateLimitSettings } from '#api/http/rate-limit.ts'
import { rateLimitDefaults } from '#api/http/rate-limit.ts'
import type { RequestWatch } from '#api/http/request.ts'
import type { ApiClient } from '#core/access/api-client.ts'
import type { ClientCredentials, HashSecret, TokenKeys } from '#core/access/credentials.ts'
import type { Actor, Context } from '#core/context.ts'
import type { DurationUnit } from '#core/prices/duration-unit.ts'
import type { SiteViews } from '#core/steering/site-view.ts'
import type { KnownVehicle } from '#core/vdv261/hear-vehicle.ts'
import type { DriveoffMode } from '#core/vdv261/vehicle-link.ts'

/** Everything the depot API needs from outside. */
export type DepotWorld = RequestWatch & {
  /** The context of one caller, with the door 'depot'. */
  contextFor(tenant: number, actor: Actor): Context
  credentials: ClientCredentials
  hashSecret: HashSecret
  /** Told of every proven use of a client's credentials. It must not wait. */
  clientUsed(client: ApiClient): void
  keys: TokenKeys
  /** The vehicles of a VIN that have a password, over all tenants. */
  findVehicles(vin: string): Promise<VehicleAtDoor[]>
  sites: SiteViews
  now(): Temporal.Instant
}

export type VehicleAtDoor = KnownVehicle & { tenant: number }

export type DepotSettings = {
  /** Stands before every path; empty or beginning with a slash: `/depot`. */
  basePath: string
  /** How callers reach this server, for the API document: `https://charging.example.org`. Empty: wherever they read it. */
  publicUrl: string
  /** Who issues the access tokens: the claim `iss`. */
  issuer: string
  tokenTtlSeconds: number
  rateLimit: RateLimitSettings
  /** Unknown states of charge are null instead of 0. */
  nullUnknownSoc: boolean
  /** Whether tags can be listed and removed, which the original does not show (depot-api 12.2). */
  rfidList: boolean
  vpp: {
    /** What durations of prices are in; `auto` finds it out (depot-api 15.2). */
    durationUnit: DurationUnit | 'auto'
    /** Of prices at a site that has no currency yet: the API does not say it. */
    currency: string
  }
  vdv261: {
    /** How vehicles read their departure, unless one is said to read it otherwise (depot-api 16.4). */
    driveoff: DriveoffMode
    /** Where they may come in besides; null: nowhere. */
    path: string | null
  }
}

export const depotDefaults: DepotSettings = {
  basePath: '',
  publicUrl: '',
  issuer: 'voltyard',
  tokenTtlSeconds: 3600,
  rateLimit: rateLimitDefaults,
  nullUnknownSoc: false,
  rfidList: false,
  vpp: { durationUnit: 'auto', currency: 'EUR' },
  vdv261: { driveoff: 'minutesOfDay', path: null },
}
