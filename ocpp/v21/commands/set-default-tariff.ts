import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import { tariffToSend } from './tariff-to-send.ts'

export const setDefaultTariff: Command<'set-default-tariff', 'SetDefaultTariff'> = {
  action: 'SetDefaultTariff',
  needsCharger: true,
  async call({ evse, tariffId }, about) {
    const found = await tariffToSend(tariffId, about)
    return 'refused' in found ? found : { evseId: evse, tariff: found.tariff }
  },
  read: readStatus,
}
