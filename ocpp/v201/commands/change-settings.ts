import type { Setting } from '#core/commands/requests/settings.ts'
import { variableKey } from '#core/devices/device-variable.ts'
import { isSecretVariable } from '#core/devices/setting-values.ts'
import { whatFits } from '#core/devices/split-message.ts'
import { nameOfVariable } from '#core/devices/take-settings.ts'
import type { Command } from '../command.ts'
import { messageLimits } from '../message-limits.ts'
import { placeFrom, placeToWire } from '../place.ts'

/** As many of the settings as the charger takes in one call (B05.FR.11); the others follow. */
export const changeSettings: Command<'change-settings', 'SetVariables'> = {
  action: 'SetVariables',
  needsCharger: true,
  async call({ settings }, { ctx, charger }) {
    if (settings.length === 0) return { refused: 'There is nothing to set.' }
    if (settings.some(isSecretVariable)) return { refused: 'A password is not changed as a setting.' }
    const long = settings.find(({ value }) => value.length > longestValue)
    if (long) return { refused: `The value of ${nameOfVariable(long)} is longer than OCPP 2.0.1 allows.` }
    const limits = await messageLimits(ctx!, charger!.charger.id, 'SetVariables')
    return { setVariableData: whatFits(unique(settings).map(dataOf), limits) }
  },
  read({ setVariableResult }) {
    const told = setVariableResult.filter(({ attributeStatus }) => attributeStatus !== 'Accepted')
    const isRefused = told.some(({ attributeStatus }) => attributeStatus !== 'RebootRequired')
    const reason = told.map((one) => `${nameOfVariable(placeFrom(one))}: ${one.attributeStatus}`).join('; ')
    return { state: isRefused ? 'refused' : 'accepted', reason: reason === '' ? null : reason }
  },
}

/** B05.FR.13: no attribute of a variable twice; the last one counts. */
export function unique(settings: readonly Setting[]): Setting[] {
  return [...new Map(settings.map((setting) => [variableKey(setting, setting.attribute), setting])).values()]
}

function dataOf(setting: Setting) {
  const { attribute = 'Actual', value } = setting
  return {
    attributeValue: value,
    ...placeToWire(setting),
    ...(attribute === 'Actual' ? {} : { attributeType: attribute }),
  }
}

const longestValue = 1_000
