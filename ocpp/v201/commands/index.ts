import type { CommandRequest } from '#core/commands/requests.ts'
import type { Refused } from '../../dialect.ts'
import type { Command } from '../command.ts'
import type { Calls } from '../messages.ts'
import { availability } from './availability.ts'
import { cancelReservation } from './cancel-reservation.ts'
import { changePassword } from './change-password.ts'
import { changeSettings } from './change-settings.ts'
import { clearCache } from './clear-cache.ts'
import { clearMessage } from './clear-message.ts'
import { clearMonitors } from './clear-monitors.ts'
import { clearLimit, clearProfiles } from './clear-profiles.ts'
import { costUpdated } from './cost-updated.ts'
import { customerInformation } from './customer-information.ts'
import { dataTransfer } from './data-transfer.ts'
import { deleteCertificate } from './delete-certificate.ts'
import { deliverCertificate } from './deliver-certificate.ts'
import { getLog } from './get-log.ts'
import { installCertificate } from './install-certificate.ts'
import { listCertificates } from './list-certificates.ts'
import { publishFirmware } from './publish-firmware.ts'
import { readDeviceModel } from './read-device-model.ts'
import { readLocalListVersion } from './read-local-list-version.ts'
import { readMessages } from './read-messages.ts'
import { readMonitors } from './read-monitors.ts'
import { readProfiles } from './read-profiles.ts'
import { readReport } from './read-report.ts'
import { readSchedule } from './read-schedule.ts'
import { readSettings } from './read-settings.ts'
import { renewCertificate } from './renew-certificate.ts'
import { reserve } from './reserve.ts'
import { reset } from './reset.ts'
import { sendLocalList } from './send-local-list.ts'
import { setMonitoringBase } from './set-monitoring-base.ts'
import { setMonitoringLevel } from './set-monitoring-level.ts'
import { setMonitors } from './set-monitors.ts'
import { setNetworkProfile } from './set-network-profile.ts'
import { limitOf, setProfileOf } from './set-profile.ts'
import { showMessage } from './show-message.ts'
import { start } from './start.ts'
import { stop } from './stop.ts'
import { transactionStatus } from './transaction-status.ts'
import { trigger } from './trigger.ts'
import { unlock } from './unlock.ts'
import { unpublishFirmware } from './unpublish-firmware.ts'
import { updateFirmware } from './update-firmware.ts'

const noStreams: Refused = { refused: 'OCPP 2.0.1 has no periodic event streams.' }

const noTariffs: Refused = { refused: 'OCPP 2.0.1 knows no tariffs in the charger.' }

const noPriceMessages: Refused = { refused: 'OCPP 2.x tells prices and final costs in its answers to the charger.' }

const noV2x: Refused = { refused: 'OCPP 2.0.1 knows nothing of energy that goes back to the grid.' }

/** Every command of the core in the words of 2.0.1. */
export const commands = {
  'adjust-event-stream': noStreams,
  availability,
  'clear-cache': clearCache,
  'clear-message': clearMessage,
  'clear-monitors': clearMonitors,
  'customer-information': customerInformation,
  'data-transfer': dataTransfer,
  'get-log': getLog,
  'publish-firmware': publishFirmware,
  'unpublish-firmware': unpublishFirmware,
  'update-firmware': updateFirmware,
  'read-event-streams': noStreams,
  'read-messages': readMessages,
  'read-monitors': readMonitors,
  'set-monitoring-base': setMonitoringBase,
  'set-monitoring-level': setMonitoringLevel,
  'set-monitors': setMonitors,
  'show-message': showMessage,
  'change-settings': changeSettings,
  'read-device-model': readDeviceModel,
  'read-report': readReport,
  'read-settings': readSettings,
  reserve,
  'cancel-reservation': cancelReservation,
  'read-local-list-version': readLocalListVersion,
  'send-local-list': sendLocalList,
  'change-password': changePassword,
  'delete-certificate': deleteCertificate,
  'deliver-certificate': deliverCertificate,
  'install-certificate': installCertificate,
  'list-certificates': listCertificates,
  'renew-certificate': renewCertificate,
  'set-network-profile': setNetworkProfile,
  'set-security-profile': { refused: 'OCPP 2.x changes the security profile by a network profile.' },
  reset,
  start,
  stop,
  trigger,
  unlock,
  'change-transaction-tariff': noTariffs,
  'clear-tariffs': noTariffs,
  'cost-updated': costUpdated,
  'get-tariffs': noTariffs,
  'request-battery-swap': { refused: 'OCPP 2.0.1 knows no swapping of batteries.' },
  'set-default-tariff': noTariffs,
  'show-final-cost': noPriceMessages,
  'show-price': noPriceMessages,
  limit: limitOf('2.0.1'),
  'clear-limit': clearLimit,
  'set-profile': setProfileOf('2.0.1'),
  'clear-profiles': clearProfiles,
  'read-profiles': readProfiles,
  'read-schedule': readSchedule,
  'update-dynamic-schedule': { refused: 'OCPP 2.0.1 has no dynamic profiles.' },
  'use-priority-charging': { refused: 'OCPP 2.0.1 has no priority charging.' },
  'afrr-signal': noV2x,
  'allowed-energy-transfer': noV2x,
  'set-der-control': noV2x,
  'get-der-control': noV2x,
  'clear-der-control': noV2x,
  'transaction-status': transactionStatus,
  'web-payment-started': { refused: 'OCPP 2.0.1 knows no payments on web pages.' },
} satisfies { [Kind in Exclude<CommandRequest['kind'], 'custom'>]: Command<Kind, keyof Calls> | Refused }
