import type { ChargerRef, Uses } from '../context.ts'
import { type DeviceVariable, stationVariable } from '../devices/device-variable.ts'
import { entriesWithoutWord, type ListRoom } from './local-list.ts'

/**
 * How many cards a charger keeps, and how long they may be. In 1.6 a uid has 20 characters, in 2.x 36; what it keeps is
 * LocalAuthListMaxLength, in 2.x the limit of LocalAuthListCtrlr.Entries.
 */
export async function roomOf(ctx: Uses<'devices' | 'localLists'>, charger: ChargerRef): Promise<ListRoom> {
  const [of16, of2] = await Promise.all([
    ctx.devices.variable(charger.id, stationVariable('Custom16', 'LocalAuthListMaxLength')),
    ctx.devices.variable(charger.id, stationVariable('LocalAuthListCtrlr', 'Entries')),
  ])
  const entries = countOf(of16?.value) ?? of2?.characteristics?.maxLimit ?? entriesWithoutWord
  const version = await ctx.localLists.protocolOf(charger.id)
  return { entries: Math.max(1, Math.floor(entries)), uidLength: version === '1.6' ? 20 : 36 }
}

function countOf(value: DeviceVariable['value'] | undefined): number | null {
  const count = Number(value ?? Number.NaN)
  return Number.isInteger(count) && count > 0 ? count : null
}
