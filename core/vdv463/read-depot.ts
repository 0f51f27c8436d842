import type { Uses } from '../context.ts'
import type { LiveCharger } from '../live/live-charger.ts'
import type { DepotState } from './charging-information.ts'
import { depotStateOf } from './depot-state.ts'
import { plannedVehicles } from './planned-vehicles.ts'

/** How a site is right now, for planning systems, from what is stored: on whichever node it is steered. Null: no such site. */
export async function readDepot(
  ctx: Uses<'now' | 'circuits' | 'siteLimits' | 'vehicles' | 'overview' | 'steering'>,
  siteId: number,
): Promise<DepotState | null> {
  const site = await ctx.circuits.site(siteId)
  if (!site) return null
  const now = ctx.now()
  const { chargers: supplies } = await ctx.circuits.topology(siteId)
  const [chargers, requests, vehicles, plan, reasons] = await Promise.all([
    liveChargers(
      ctx,
      supplies.map(({ chargerId }) => chargerId),
    ),
    ctx.siteLimits.requests(siteId, now),
    ctx.vehicles.list(),
    ctx.steering.plan(siteId),
    ctx.steering.sessionReasons(siteId),
  ])
  const seen = {
    ...{ site, supplies, chargers, vehicles },
    requests: requests.filter(({ source }) => source === 'vdv463'),
    planned: plannedVehicles(plan, now),
    reasons: new Map(reasons.map((one) => [one.sessionId, one])),
  }
  return depotStateOf(seen, now)
}

async function liveChargers({ overview }: Uses<'overview'>, ids: readonly number[]): Promise<Map<number, LiveCharger>> {
  const found = new Map<number, LiveCharger>()
  if (ids.length <= fewChargers) {
    for (const one of await Promise.all(ids.map((id) => overview.one(id)))) if (one) found.set(one.id, one)
    return found
  }
  const wanted = new Set(ids)
  for (let after = Math.min(...ids) - 1; found.size < wanted.size; ) {
    const page = await overview.page(after, pageSize)
    for (const one of page) if (wanted.has(one.id)) found.set(one.id, one)
    if (page.length < pageSize) break
    after = page.at(-1)!.id
  }
  return found
}

const fewChargers = 20
const pageSize = 200
