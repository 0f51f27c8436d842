import { keyOfPlace } from '#core/devices/configuration-keys.ts'
import { isSecretVariable } from '#core/devices/setting-values.ts'
import { nameOfVariable } from '#core/devices/take-settings.ts'
import type { Command } from '../command.ts'

/** 1.6 changes one key in one call: the first of them, and the others follow as commands of their own. */
export const changeSettings: Command<'change-settings', 'ChangeConfiguration'> = {
  action: 'ChangeConfiguration',
  needsCharger: false,
  call({ settings }) {
    if (settings.length === 0) return { refused: 'There is nothing to set.' }
    for (const setting of settings) {
      const key = keyOfPlace(setting)
      if (key === null || key.length > 50 || (setting.attribute ?? 'Actual') !== 'Actual') {
        return { refused: `OCPP 1.6 has no setting ${nameOfVariable(setting)}.` }
      }
      if (isSecretVariable(setting)) return { refused: 'A password is not changed as a setting.' }
      if (setting.value.length > 500) return { refused: `The value of ${key} is longer than OCPP 1.6 allows.` }
    }
    const [first] = settings
    return { key: keyOfPlace(first!)!, value: first!.value }
  },
  read({ status }) {
    if (status === 'Accepted') return { state: 'accepted', reason: null }
    return { state: status === 'RebootRequired' ? 'accepted' : 'refused', reason: status }
  },
}
