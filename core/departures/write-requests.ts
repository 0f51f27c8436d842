import type { NewChargingRequest, RequestSource } from '../circuits/charging-request.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'

/** What a door may write; chargers and vehicles with a protocol of their own have their own ways. */
export type WrittenSource = Extract<RequestSource, 'fleet' | 'operator' | 'vehicle' | 'vdv463' | 'iso15118'>

export type AskedRequest = Omit<NewChargingRequest, 'siteId' | 'source'>

/**
 * Takes what a source says that vehicles need. A request id that is known is updated. With `listed` the source has said
 * all that it has to say: what it does not list is withdrawn, and an empty list withdraws everything.
 */
export async function writeRequests(
  ctx: Uses<'transaction'>,
  { siteId, source, requests, listed = null }: RequestList,
): Promise<{ withdrawn: string[] }> {
  const checked = requests.map((request) => checkedRequest(request))
  if (new Set(checked.map(({ requestId }) => requestId)).size < checked.length) {
    throw new Problem('invalid_value', 'Two requests have one id.', { subject: 'requestId' })
  }
  return ctx.transaction(async (tx) => {
    const site = await tx.circuits.lockSite(siteId)
    if (!site) throw new Problem('not_found', 'There is no such site.', { subject: 'site' })
    await tx.siteLimits.writeRequests(checked.map((request) => ({ ...request, siteId, source })))
    const ids = checked.map(({ requestId }) => requestId)
    const withdrawn = listed ? await tx.siteLimits.keepOnlyRequests(siteId, source, [...ids, ...listed]) : []
    await tx.siteLimits.noteHeard(siteId, source)
    // Lists that come every few seconds would bury what people did.
    if (!listed)
      await tx.audit('requests.written', site.publicId, { siteName: site.name, source, requests: ids.slice(0, 100) })
    else if (withdrawn.length > 0) {
      await tx.audit('requests.withdrawn', site.publicId, {
        siteName: site.name,
        source,
        requests: withdrawn.slice(0, 100),
      })
    }
    return { withdrawn }
  })
}

export type RequestList = {
  siteId: number
  source: WrittenSource
  requests: readonly AskedRequest[]
  /** All ids that the source names; null: it says something of some and nothing of the others. */
  listed?: readonly string[] | null
}

/** Takes one request back. */
export async function withdrawRequest(
  ctx: Uses<'transaction'>,
  { siteId, source, requestId }: { siteId: number; source: WrittenSource; requestId: string },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const site = await tx.circuits.lockSite(siteId)
    if (!site) throw new Problem('not_found', 'There is no such site.', { subject: 'site' })
    if (!(await tx.siteLimits.withdrawRequest(siteId, source, requestId))) {
      throw new Problem('not_found', `There is no request '${requestId}'.`, { subject: 'requestId' })
    }
    await tx.audit('requests.withdrawn', site.publicId, { siteName: site.name, source, requests: [requestId] })
  })
}

export function checkedRequest(request: AskedRequest): AskedRequest {
  const reason = faultOf(request)
  if (reason) throw new Problem('invalid_value', reason.message, { subject: reason.subject })
  return request
}

/** Why a request cannot be taken; null when it can. */
export function faultOf(request: AskedRequest): { subject: string; message: string } | null {
  const { requestId, vehicleId, place, soc, minimumSoc, targetSoc, needMinimumWh, needFullWh } = request
  const { arrivesAt, departsAt, klass, precondition, confidence } = request
  const fault = (subject: string, message: string) => ({ subject, message })
  if (!/^[^\p{C}]{1,255}$/u.test(requestId)) return fault('requestId', 'A request is known by 1 to 255 characters.')
  if (vehicleId === null && place === null) return fault('vehicle', 'A request names a vehicle or a place.')
  if ([soc, minimumSoc, targetSoc].some((percent) => percent !== null && !(percent >= 0 && percent <= 100))) {
    return fault('soc', 'A state of charge is a number from 0 to 100.')
  }
  if (minimumSoc !== null && targetSoc !== null && minimumSoc > targetSoc) {
    return fault('minimumSoc', 'The minimum is not above the target.')
  }
  if ([needMinimumWh, needFullWh].some((wh) => wh !== null && !(Number.isInteger(wh) && wh >= 0 && wh <= mostWh))) {
    return fault('need', 'An energy is a whole number of Wh.')
  }
  if (needMinimumWh !== null && needFullWh !== null && needMinimumWh > needFullWh) {
    return fault('needMinimumWh', 'The minimum is not above the full need.')
  }
  if (arrivesAt && departsAt && Temporal.Instant.compare(departsAt, arrivesAt) <= 0) {
    return fault('departsAt', 'A vehicle leaves after it has come.')
  }
  if (klass !== null && !(Number.isInteger(klass) && Math.abs(klass) <= 1_000_000)) {
    return fault('class', 'A class is a whole number.')
  }
  if (precondition && !(isWhole(precondition.powerW, 1_000_000) && isWhole(precondition.minutes, 24 * 60))) {
    return fault('precondition', 'Conditioning has a power in W and lasts for a day at most.')
  }
  if (!(confidence >= 0 && confidence <= 1)) return fault('confidence', 'A confidence is from 0 to 1.')
  return null
}

const mostWh = 100_000_000

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value > 0 && value <= most
}
