import { Decimal } from 'decimal.js'
import type { Context } from '#core/context.ts'
import { stationVariable } from '#core/devices/device-variable.ts'
import type { Rate, RateConditions, Tariff } from '#core/tariffs/tariff.ts'
import type { Calls } from './messages.ts'

export type StationTariff = Calls['SetDefaultTariff']['request']['tariff']

/** A tariff as a 2.1 charger reckons with it: the same rates in the same order, of which the first that applies counts. */
export function stationTariff({ tariffId, terms }: Tariff): StationTariff {
  const { name, currency, taxPercent, energy, chargingTime, idleTime, fixedFee, minimum, maximum } = terms
  const tax = new Decimal(taxPercent).isZero() ? {} : { taxRates: [{ type: 'VAT', tax: Number(taxPercent) }] }
  const perMinute = (rates: readonly Rate[]) =>
    rates.map(({ price, when }) => ({ priceMinute: new Decimal(price).div(60).toNumber(), ...conditions(when) }))
  return {
    tariffId,
    currency,
    description: [{ format: 'UTF8', content: name }],
    ...(energy.length > 0
      ? {
          energy: {
            prices: energy.map(({ price, when }) => ({ priceKwh: Number(price), ...conditions(when) })),
            ...tax,
          },
        }
      : {}),
    ...(chargingTime.length > 0 ? { chargingTime: { prices: perMinute(chargingTime), ...tax } } : {}),
    ...(idleTime.length > 0 ? { idleTime: { prices: perMinute(idleTime), ...tax } } : {}),
    ...(fixedFee.length > 0
      ? {
          fixedFee: {
            prices: fixedFee.map(({ price, when }) => ({ priceFixed: Number(price), ...conditions(when) })),
            ...tax,
          },
        }
      : {}),
    ...(minimum === null ? {} : { minCost: { exclTax: Number(minimum) } }),
    ...(maximum === null ? {} : { maxCost: { exclTax: Number(maximum) } }),
  }
}

/** Whether the charger can reckon with conditions; null when it has not said (N-04). */
export async function supportsConditions(ctx: Pick<Context, 'devices'>, chargerId: number): Promise<boolean | null> {
  const place = stationVariable('TariffCostCtrlr', 'ConditionsSupported', 'Tariff')
  const value = (await ctx.devices.variable(chargerId, place))?.value?.toLowerCase()
  return value === 'true' ? true : value === 'false' ? false : null
}

type Conditions = NonNullable<NonNullable<StationTariff['energy']>['prices'][number]['conditions']>

function conditions(when: RateConditions | undefined): { conditions?: Conditions } {
  if (when === undefined) return {}
  const days = when.days?.map((day) => dayNames[day - 1]!)
  const wh = (kwh: string) => new Decimal(kwh).times(1000).toNumber()
  return {
    conditions: {
      ...(when.fromTime === undefined ? {} : { startTimeOfDay: when.fromTime }),
      ...(when.toTime === undefined ? {} : { endTimeOfDay: when.toTime }),
      ...(days === undefined ? {} : { dayOfWeek: days }),
      ...(when.fromDate === undefined ? {} : { validFromDate: when.fromDate }),
      ...(when.toDate === undefined ? {} : { validToDate: when.toDate }),
      ...(when.fromKwh === undefined ? {} : { minEnergy: wh(when.fromKwh) }),
      ...(when.toKwh === undefined ? {} : { maxEnergy: wh(when.toKwh) }),
    },
  }
}

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
