import { Decimal } from 'decimal.js'
import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'

/** What was used under one tariff. */
export type Usage = { energyWh: number; chargingSeconds: number; idleSeconds: number }

export type CostPart = { tariff: ocpp.TariffType; usage: Usage; isFirst: boolean }

/** What parts of a transaction cost, each by its tariff, rounded to the cent at the end. I07, I08 */
export function costOf(parts: readonly CostPart[]): ocpp.TotalCostType {
  const [first] = parts
  if (!first) throw new RangeError('a cost needs a tariff')
  const sums = { fixed: zero, energy: zero, chargingTime: zero, idleTime: zero }
  let tax = new Decimal(0)
  for (const { tariff, usage, isFirst } of parts) {
    const net = netOf(tariff, usage, isFirst)
    for (const name of dimensions) {
      sums[name] = sums[name].plus(net[name])
      tax = tax.plus(net[name].times(taxShare(sourceOf(tariff, name)?.taxRates)))
    }
  }
  const net = dimensions.reduce((sum, name) => sum.plus(sums[name]), zero)
  const bounded = bound(first.tariff, net)
  const scale = net.isZero() ? zero : bounded.net.div(net)
  return {
    currency: first.tariff.currency,
    typeOfCost: bounded.type,
    ...Object.fromEntries(
      dimensions.filter((name) => !sums[name].isZero()).map((name) => [name, { exclTax: cents(sums[name]) }]),
    ),
    total: { exclTax: cents(bounded.net), inclTax: cents(bounded.net.plus(tax.times(scale))) },
  }
}

/** A tariff whose prices depend on something is more than this charger understands. */
export function hasConditions(tariff: ocpp.TariffType): boolean {
  return dimensions.some((name) => sourceOf(tariff, name)?.prices.some(({ conditions }) => conditions !== undefined))
}

type Dimension = 'fixed' | 'energy' | 'chargingTime' | 'idleTime'

function netOf({ energy, chargingTime, idleTime, fixedFee }: ocpp.TariffType, usage: Usage, isFirst: boolean) {
  return {
    fixed: isFirst ? new Decimal(fixedFee?.prices[0]?.priceFixed ?? 0) : zero,
    energy: new Decimal(energy?.prices[0]?.priceKwh ?? 0).times(usage.energyWh).div(1_000),
    chargingTime: new Decimal(chargingTime?.prices[0]?.priceMinute ?? 0).times(usage.chargingSeconds).div(60),
    idleTime: new Decimal(idleTime?.prices[0]?.priceMinute ?? 0).times(usage.idleSeconds).div(60),
  } satisfies Record<Dimension, Decimal>
}

function sourceOf(tariff: ocpp.TariffType, name: Dimension) {
  return name === 'fixed' ? tariff.fixedFee : tariff[name]
}

/** Taxes of one stack level are on the net price and all below. */
function taxShare(rates: readonly ocpp.TaxRateType[] = []): Decimal {
  const levels = [...new Set(rates.map(({ stack = 0 }) => stack))].sort((a, b) => a - b)
  const gross = levels.reduce((sum, level) => {
    const share = rates.filter(({ stack = 0 }) => stack === level).reduce((all, { tax }) => all.plus(tax), zero)
    return sum.times(share.div(100).plus(1))
  }, new Decimal(1))
  return gross.minus(1)
}

function bound({ minCost, maxCost }: ocpp.TariffType, net: Decimal): { net: Decimal; type: ocpp.TariffCostEnumType } {
  if (minCost?.exclTax !== undefined && net.lt(minCost.exclTax))
    return { net: new Decimal(minCost.exclTax), type: 'MinCost' }
  if (maxCost?.exclTax !== undefined && net.gt(maxCost.exclTax))
    return { net: new Decimal(maxCost.exclTax), type: 'MaxCost' }
  return { net, type: 'NormalCost' }
}

function cents(amount: Decimal): number {
  return amount.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toNumber()
}

const zero = new Decimal(0)
const dimensions: readonly Dimension[] = ['fixed', 'energy', 'chargingTime', 'idleTime']
