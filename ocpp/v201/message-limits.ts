import type { Uses } from '#core/context.ts'
import { stationVariable } from '#core/devices/device-variable.ts'
import type { MessageLimits } from '#core/devices/split-message.ts'

/** How much the charger said it takes in one call of this action (D-04, B05.FR.11, B06.FR.05). */
export async function messageLimits(ctx: Uses<'devices'>, chargerId: number, action: string): Promise<MessageLimits> {
  const limit = async (variable: string) => {
    const found = await ctx.devices.variable(chargerId, stationVariable('DeviceDataCtrlr', variable, action))
    const value = Number(found?.value ?? Number.NaN)
    return Number.isInteger(value) && value > 0 ? value : null
  }
  return { items: await limit('ItemsPerMessage'), bytes: await limit('BytesPerMessage') }
}
