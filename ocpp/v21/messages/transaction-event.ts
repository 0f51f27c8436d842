import { Decimal } from 'decimal.js'
import type { Context } from '#core/context.ts'
import { stationVariable } from '#core/devices/device-variable.ts'
import { compareCost } from '#core/tariffs/compare-cost.ts'
import { limitsOfSession } from '#core/tariffs/prepaid.ts'
import { priceSession } from '#core/tariffs/price-session.ts'
import type { SessionLimits } from '#core/tariffs/tariffs.ts'
import type { ConnectedCharger } from '../../connected-charger.ts'
import { answerEvent } from '../../v201/answer-event.ts'
import { followUp, takeInEvent } from '../../v201/take-in-event.ts'
import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'

/** As in 2.0.1, and the limits of the session, once; what the charger reckoned is kept beside what we did. */
export const transactionEvent: Handler<'TransactionEvent'> = async (ctx, charger, request) => {
  const answer = await takeInEvent(ctx, charger, request)
  const { session } = answer
  const priced = await followUp(ctx, charger, { request, answer })
  if (request.costDetails) {
    const ours = priced ?? (await priceSession(ctx, charger, session))
    const isFinal = request.eventType === 'Ended'
    const station = stationCost(request.costDetails)
    if (ours) await compareCost(ctx, charger, { sessionId: session.id, ours: ours.cost, station, isFinal })
  }
  const common = await answerEvent(ctx, charger, { hasToken: request.idToken !== undefined, answer, priced })
  const limits = request.idToken ? await limitsOfSession(ctx, charger, { session, seqNo: request.seqNo }) : {}
  const transactionLimit = await supportedLimits(ctx, charger, limits)
  return { ...common, ...(transactionLimit ? { transactionLimit } : {}) }
}

type Request = Messages['TransactionEvent']['request']
type TransactionLimit = NonNullable<Messages['TransactionEvent']['response']['transactionLimit']>

function stationCost(details: NonNullable<Request['costDetails']>) {
  const { totalCost, failureToCalculate } = details
  const amount = (value: number | undefined) =>
    value === undefined || failureToCalculate ? null : new Decimal(value).toFixed()
  const { exclTax, inclTax } = totalCost.total
  return { currency: totalCost.currency, exclTax: amount(exclTax), inclTax: amount(inclTax), details }
}

/** E16.FR.12: only such limits as the charger can keep. */
async function supportedLimits(
  ctx: Pick<Context, 'devices'>,
  charger: ConnectedCharger,
  { maxCost, maxEnergyWh, maxSeconds, maxSoc }: SessionLimits,
): Promise<TransactionLimit | null> {
  const limit: TransactionLimit = {
    ...(maxCost === undefined ? {} : { maxCost: Number(maxCost) }),
    ...(maxEnergyWh === undefined ? {} : { maxEnergy: maxEnergyWh }),
    ...(maxSeconds === undefined ? {} : { maxTime: maxSeconds }),
    ...(maxSoc === undefined ? {} : { maxSoC: maxSoc }),
  }
  if (Object.keys(limit).length === 0) return null
  const variable = await ctx.devices.variable(charger.id, stationVariable('TxCtrlr', 'SupportedLimits'))
  const supported = new Set((variable?.value ?? '').split(',').map((name) => name.trim().toLowerCase()))
  const kept = Object.entries(limit).filter(([name]) => supported.has(name.toLowerCase()))
  return kept.length === 0 ? null : Object.fromEntries(kept)
}
