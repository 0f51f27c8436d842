import type { CommandRequest } from '#core/commands/requests.ts'
import type { Refused } from '../../dialect.ts'
import type { Command } from '../command.ts'
import type { Calls } from '../messages.ts'
import { availability } from './availability.ts'
import { changeSettings } from './change-settings.ts'
import { clearCache } from './clear-cache.ts'
import { dataTransfer } from './data-transfer.ts'
import { getLog } from './get-log.ts'
import { readDeviceModel } from './read-device-model.ts'
import { readSettings } from './read-settings.ts'
import { reset } from './reset.ts'
import { start } from './start.ts'
import { stop } from './stop.ts'
import { trigger } from './trigger.ts'
import { unlock } from './unlock.ts'
import { updateFirmware } from './update-firmware.ts'

const noDisplay: Refused = { refused: 'OCPP 1.6 has no messages on the display.' }
const noMonitoring: Refused = { refused: 'OCPP 1.6 has no monitoring of variables.' }

const noTariffs: Refused = { refused: 'OCPP 1.6 knows no tariffs.' }

const noPublishing: Refused = { refused: 'OCPP 1.6 knows no local controllers that publish firmware.' }

/** Every command of the core in the words of 1.6. */
export const commands = {
  'adjust-event-stream': noMonitoring,
  availability,
  'clear-cache': clearCache,
  'clear-message': noDisplay,
  'clear-monitors': noMonitoring,
  'customer-information': { refused: 'OCPP 1.6 cannot ask what a charger keeps of a customer.' },
  'data-transfer': dataTransfer,
  'get-log': getLog,
  'publish-firmware': noPublishing,
  'unpublish-firmware': noPublishing,
  'update-firmware': updateFirmware,
  'read-event-streams': noMonitoring,
  'read-messages': noDisplay,
  'read-monitors': noMonitoring,
  'set-monitoring-base': noMonitoring,
  'set-monitoring-level': noMonitoring,
  'set-monitors': noMonitoring,
  'show-message': noDisplay,
  'change-settings': changeSettings,
  'read-device-model': readDeviceModel,
  'read-report': { refused: 'OCPP 1.6 has no reports: read all of its settings.' },
  'read-settings': readSettings,
  reset,
  start,
  stop,
  trigger,
  unlock,
  'change-transaction-tariff': noTariffs,
  'clear-tariffs': noTariffs,
  'cost-updated': { refused: 'OCPP 1.6 cannot show a cost.' },
  'get-tariffs': noTariffs,
  'request-battery-swap': { refused: 'OCPP 1.6 knows no swapping of batteries.' },
  'set-default-tariff': noTariffs,
  'transaction-status': { refused: 'OCPP 1.6 cannot be asked about a transaction.' },
  'web-payment-started': { refused: 'OCPP 1.6 knows no payments on web pages.' },
} satisfies { [Kind in Exclude<CommandRequest['kind'], 'custom'>]: Command<Kind, keyof Calls> | Refused }
