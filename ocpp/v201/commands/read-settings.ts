import type { Uses } from '#core/context.ts'
import { type VariablePlace, variableKey } from '#core/devices/device-variable.ts'
import { whatFits } from '#core/devices/split-message.ts'
import { nameOfVariable } from '#core/devices/take-settings.ts'
import type { Command } from '../command.ts'
import { messageLimits } from '../message-limits.ts'
import { placeFrom, placeToWire } from '../place.ts'

/** As many of the variables as the charger takes in one call (B06.FR.05); the others follow. */
export const readSettings: Command<'read-settings', 'GetVariables'> = {
  action: 'GetVariables',
  needsCharger: true,
  async call({ names }, { ctx, charger }) {
    const chargerId = charger!.charger.id
    const places = unique(names ?? (await writableVariables(ctx!, chargerId)))
    if (places.length === 0) return { refused: 'Nothing is known of its settings: read its device model first.' }
    const limits = await messageLimits(ctx!, chargerId, 'GetVariables')
    return { getVariableData: whatFits(places.map(placeToWire), limits) }
  },
  read({ getVariableResult }) {
    const refused = getVariableResult.filter(({ attributeStatus }) => attributeStatus !== 'Accepted')
    const reason = refused.map((one) => `${nameOfVariable(placeFrom(one))}: ${one.attributeStatus}`).join('; ')
    const isNothing = refused.length > 0 && refused.length === getVariableResult.length
    return { state: isNothing ? 'refused' : 'accepted', reason: reason === '' ? null : reason }
  },
}

/** All that it has said can be set. */
export async function writableVariables(ctx: Uses<'devices'>, chargerId: number): Promise<VariablePlace[]> {
  const known = await ctx.devices.variables(chargerId)
  return known
    .filter(({ mutability, attribute }) => mutability === 'ReadWrite' && attribute === 'Actual')
    .map(({ component, componentInstance, evse, connector, variable, variableInstance }) => {
      return { component, componentInstance, evse, connector, variable, variableInstance }
    })
}

/** B06.FR.05: none twice. */
function unique(places: readonly VariablePlace[]): VariablePlace[] {
  return [...new Map(places.map((place) => [variableKey(place), place])).values()]
}
