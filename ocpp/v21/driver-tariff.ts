import type { Context } from '#core/context.ts'
import { stationVariable } from '#core/devices/device-variable.ts'
import { hasConditions } from '#core/tariffs/tariff.ts'
import type { ConnectedCharger } from '../connected-charger.ts'
import { type StationTariff, stationTariff, supportsConditions } from './station-tariff.ts'

/** What a 2.1 charger is told of an accepted token besides its status: the driver's own tariff, and that it is prepaid. */
export type DriverTariff = { tariff: StationTariff | null; prepaid: boolean }

/** A tariff that is the token's own rides in the answer to Authorize, unless the charger cannot reckon with it (I07). */
export async function driverTariff(
  ctx: Pick<Context, 'devices' | 'now' | 'tariffs'>,
  charger: ConnectedCharger,
  tokenUid: string,
): Promise<DriverTariff> {
  const nothing = { tariff: null, prepaid: false }
  if (!(await ctx.tariffs.inUse())) return nothing
  const inForce = await ctx.tariffs.inForce({ chargerId: charger.id, evse: null, tokenUid, at: ctx.now() })
  if (inForce?.place !== 'token') return nothing
  const { tariff, prepaid } = inForce
  const isTold = await takesTariffs(ctx, charger.id)
  const isFit = !hasConditions(tariff) || (await supportsConditions(ctx, charger.id)) === true // N-04
  return { tariff: isTold && isFit ? stationTariff(tariff) : null, prepaid }
}

async function takesTariffs(ctx: Pick<Context, 'devices'>, chargerId: number): Promise<boolean> {
  const place = (variable: string) => stationVariable('TariffCostCtrlr', variable, 'Tariff')
  const values = await Promise.all(['Available', 'Enabled'].map((name) => ctx.devices.variable(chargerId, place(name))))
  return values.every((variable) => variable?.value?.toLowerCase() !== 'false')
}
