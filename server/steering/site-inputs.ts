import type { ChargingRequest, RequestSource } from '#core/circuits/charging-request.ts'
import type { SiteTopology } from '#core/circuits/circuit.ts'
import type { LimitSource } from '#core/circuits/limit.ts'
import type { Channel, CircuitMeter } from '#core/circuits/meter.ts'
import type { PriceBlock } from '#core/circuits/price.ts'
import { rowsOf, type SiteRows } from '#core/circuits/rows-of.ts'
import type { Site } from '#core/circuits/site.ts'
import type { Uses } from '#core/context.ts'
import type { Vehicle } from '#core/departures/vehicle.ts'
import type { FlexibilityDue } from '#core/flexibility/flexibility.ts'

/** What people and programs have told of a site, as it is stored now. */
export type SiteInputs = {
  site: Site
  topology: SiteTopology
  rows: SiteRows
  sources: readonly LimitSource[]
  prices: readonly PriceBlock[]
  requests: readonly ChargingRequest[]
  heard: ReadonlyMap<RequestSource, Temporal.Instant>
  meters: readonly CircuitMeter[]
  usualRise: ReadonlyMap<number, Record<Channel, number | null>>
  vehicles: ReadonlyMap<string, Vehicle>
  flexibility: FlexibilityDue
}

type Used = Uses<'circuits' | 'siteLimits' | 'circuitMeters' | 'vehicles' | 'flexibility'>

/** Null: there is no such site any more. What changes seldom, such as the usual rise of loads, is taken over from before. */
export async function readSiteInputs(
  ctx: Used,
  siteId: number,
  at: Temporal.Instant,
  before: SiteInputs | null,
): Promise<SiteInputs | null> {
  const site = await ctx.circuits.site(siteId)
  if (!site) return null
  const [topology, sources, prices, requests, heard, meters, vehicles, flexibility] = await Promise.all([
    ctx.circuits.topology(siteId),
    ctx.siteLimits.limits(siteId, at),
    ctx.siteLimits.prices(siteId, at.subtract({ hours: 1 }), at.add({ hours: horizonHours })),
    ctx.siteLimits.requests(siteId, at),
    ctx.siteLimits.heard(siteId),
    ctx.circuitMeters.meters(siteId),
    ctx.vehicles.list(),
    ctx.flexibility.due(siteId, at),
  ])
  const usualRise = new Map<number, Record<Channel, number | null>>()
  for (const { id } of meters) {
    usualRise.set(id, before?.usualRise.get(id) ?? (await ctx.circuitMeters.usualRise(id)))
  }
  return {
    ...{ site, topology, sources, prices, requests, heard, meters, usualRise, flexibility },
    rows: rowsOf(topology),
    vehicles: new Map(vehicles.map((vehicle) => [vehicle.publicId, vehicle])),
  }
}

const horizonHours = 48
