import type { Uses } from '../context.ts'
import { writeRequests } from '../departures/write-requests.ts'
import { Problem } from '../errors.ts'
import type { ProvideChargingRequests } from './message.ts'
import { type RejectedRequest, readRequests } from './read-requests.ts'

export type TakenRequests = { taken: number; withdrawn: string[]; rejected: RejectedRequest[] }

/**
 * Takes a planning system's list of charging requests, which is always the complete one: what is not in it is withdrawn
 * (smart-charging 9.1). What cannot be taken is rejected with its reason; what was known under its id stays as it was.
 */
export async function takeChargingRequests(
  ctx: Uses<'now' | 'circuits' | 'vehicles' | 'transaction'>,
  siteId: number,
  message: ProvideChargingRequests,
): Promise<TakenRequests> {
  if (!(await ctx.circuits.site(siteId))) throw new Problem('not_found', 'There is no such site.', { subject: 'site' })
  const [topology, vehicles] = await Promise.all([ctx.circuits.topology(siteId), ctx.vehicles.list()])
  const chargers = topology.chargers.map(({ chargerId, identity, evses }) => ({
    ...{ chargerId, identity, evses: evses.map(({ evse }) => evse) },
  }))
  const { requests, rejected, listed } = readRequests(message, { vehicles, chargers }, ctx.now())
  const { withdrawn } = await writeRequests(ctx, { siteId, source: 'vdv463', requests, listed })
  return { taken: requests.length, withdrawn, rejected }
}
