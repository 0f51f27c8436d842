import type { Uses } from '../context.ts'
import { stationVariable } from '../devices/device-variable.ts'
import type { MessageLimits } from '../devices/split-message.ts'

/** How many cards a charger takes in one call, and how many bytes: 1.6 says SendLocalListMaxLength. */
export async function limitsOfList(ctx: Uses<'devices'>, chargerId: number): Promise<MessageLimits> {
  const limit = async (variable: string) => {
    const found = await ctx.devices.variable(chargerId, stationVariable('LocalAuthListCtrlr', variable))
    const value = Number(found?.value ?? Number.NaN)
    return Number.isInteger(value) && value > 0 ? value : null
  }
  return { items: (await limit('ItemsPerMessage')) ?? cardsWithoutWord, bytes: await limit('BytesPerMessage') }
}

// Of chargers that never said how many: what the smallest of them take.
const cardsWithoutWord = 20
