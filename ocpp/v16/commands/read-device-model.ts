import type { Command } from '../command.ts'
import { readSettings } from './read-settings.ts'

/** All that 1.6 tells of itself are its keys. */
export const readDeviceModel: Command<'read-device-model', 'GetConfiguration'> = {
  action: 'GetConfiguration',
  needsCharger: false,
  call: () => ({}),
  read: readSettings.read,
}
