import { keyOfPlace, placeOfKey } from '#core/devices/configuration-keys.ts'
import { whatFits } from '#core/devices/split-message.ts'
import type { Command } from '../command.ts'

/** All keys at once, or as many of the named ones as the charger takes in one call; the others follow. */
export const readSettings: Command<'read-settings', 'GetConfiguration'> = {
  action: 'GetConfiguration',
  needsCharger: true,
  async call({ names }, { ctx, charger }) {
    if (names === null) return {}
    const keys = new Map<string, { key: string }>()
    for (const name of names) {
      const key = keyOfPlace(name)
      if (key !== null) keys.set(key.toLowerCase(), { key })
    }
    if (keys.size === 0) return { refused: 'OCPP 1.6 has none of these settings.' }
    const most = await ctx!.devices.variable(charger!.charger.id, placeOfKey('GetConfigurationMaxKeys'))
    const items = Number(most?.value ?? Number.NaN)
    const limits = { items: Number.isInteger(items) && items > 0 ? items : null, bytes: null }
    return { key: whatFits([...keys.values()], limits).map(({ key }) => key) }
  },
  read({ configurationKey = [], unknownKey = [] }) {
    const unknown = unknownKey.length > 0 ? `Unknown: ${unknownKey.join(', ')}` : null
    const isNothing = configurationKey.length === 0 && unknown !== null
    return { state: isNothing ? 'refused' : 'accepted', reason: unknown }
  },
}
