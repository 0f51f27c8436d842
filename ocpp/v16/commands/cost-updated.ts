import { Decimal } from 'decimal.js'
import { recordOf } from '#core/sessions/record.ts'
import { nextEnergyWh, nextPrices, shownAmount, unitPricesAt } from '#core/tariffs/unit-prices.ts'
import { readStatus } from '../../read-status.ts'
import { utcText } from '../../utc.ts'
import type { Command } from '../command.ts'
import { chargingPrice, costMessage, displayOf, idlePrice } from '../cost-message.ts'

/**
 * What a session costs so far and the prices by which the charger goes on reckoning, until it is told again
 * (California pricing, RunningCost). It is asked for a meter value when the price changes.
 */
export const costUpdated: Command<'cost-updated', 'DataTransfer'> = {
  action: 'DataTransfer',
  needsCharger: true,
  async call({ sessionId, totalCost, course }, about) {
    const session = about.charger?.sessions.open().find(({ id }) => id === sessionId)
    const isShown = session?.state === 'active' || course?.isStopped === true
    if (session?.wireFamily !== '1.6' || !isShown)
      return { refused: `Session ${sessionId} does not run on this charger.` }
    const display = await displayOf(about)
    if ('refused' in display) return display
    const { ctx } = display
    const tariff = (await ctx.tariffs.costOf(sessionId))?.tariff
    if (!tariff) return { refused: `No price is known for session ${sessionId}.` }

    const { terms } = tariff
    const reckoning = { currency: terms.currency, decimals: display.decimals }
    const at = course ? Temporal.Instant.from(course.at) : ctx.now()
    const soFarWh = recordOf(session.evidence).energyWh
    const moment = { at, soFarWh, timeZone: (await ctx.tariffs.timeZoneOf(about.charger!.charger)) ?? 'UTC' }
    const prices = unitPricesAt(terms, moment)
    const next = course?.isStopped ? null : nextPrices(terms, moment)
    const atWh = course?.isStopped ? null : nextEnergyWh(terms, soFarWh)
    const registerWh = course?.registerWh ?? session.evidence.registers.last?.value ?? '0'
    const triggers = {
      ...(next ? { atTime: utcText(next.at) } : {}),
      ...(atWh ? { atEnergykWh: atWh.div(1000).toNumber() } : {}),
      ...(paysForTime(terms) && !course?.isStopped ? { atCPStatus: ['Charging', 'SuspendedEV', 'SuspendedEVSE'] } : {}),
    }
    return costMessage('RunningCost', {
      transactionId: Number(session.wireId),
      timestamp: utcText(at),
      meterValue: new Decimal(registerWh).round().toNumber(),
      cost: shownAmount(new Decimal(totalCost), terms.currency, display.decimals),
      state: course?.isIdle ? 'Idle' : 'Charging',
      chargingPrice: chargingPrice(prices, reckoning),
      ...idlePrice(prices, reckoning),
      ...(next ? { nextPeriod: periodFrom(next, reckoning) } : {}),
      ...(Object.keys(triggers).length > 0 ? { triggerMeterValue: triggers } : {}),
    })
  },
  read: readStatus,
}

type Terms = Parameters<typeof unitPricesAt>[0]

function paysForTime({ chargingTime, idleTime }: Terms): boolean {
  return chargingTime.length > 0 || idleTime.length > 0
}

/** The fee for the session has been paid by then. */
function periodFrom(
  { at, prices }: NonNullable<ReturnType<typeof nextPrices>>,
  reckoning: Parameters<typeof chargingPrice>[1],
): object {
  const running = { ...prices, fixedFee: new Decimal(0) }
  return { atTime: utcText(at), chargingPrice: chargingPrice(running, reckoning), ...idlePrice(prices, reckoning) }
}
