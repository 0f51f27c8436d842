import type { CommandRequest } from '#core/commands/requests.ts'
import type { Refused } from '../../dialect.ts'
import type { Command } from '../command.ts'
import type { Calls } from '../messages.ts'
import { availability } from './availability.ts'
import { cancelReservation } from './cancel-reservation.ts'
import { changePassword } from './change-password.ts'
import { changeSettings } from './change-settings.ts'
import { clearCache } from './clear-cache.ts'
import { clearLimit, clearProfiles } from './clear-profiles.ts'
import { costUpdated } from './cost-updated.ts'
import { dataTransfer } from './data-transfer.ts'
import { deleteCertificate } from './delete-certificate.ts'
import { deliverCertificate } from './deliver-certificate.ts'
import { getLog } from './get-log.ts'
import { installCertificate } from './install-certificate.ts'
import { listCertificates } from './list-certificates.ts'
import { readDeviceModel } from './read-device-model.ts'
import { readLocalListVersion } from './read-local-list-version.ts'
import { readSchedule } from './read-schedule.ts'
import { readSettings } from './read-settings.ts'
import { renewCertificate } from './renew-certificate.ts'
import { reserve } from './reserve.ts'
import { reset } from './reset.ts'
import { sendLocalList } from './send-local-list.ts'
import { setDefaultTariff } from './set-default-tariff.ts'
import { limit, setProfile } from './set-profile.ts'
import { setSecurityProfile } from './set-security-profile.ts'
import { showFinalCost } from './show-final-cost.ts'
import { showPrice } from './show-price.ts'
import { start } from './start.ts'
import { stop } from './stop.ts'
import { trigger } from './trigger.ts'
import { unlock } from './unlock.ts'
import { updateFirmware } from './update-firmware.ts'

const noDisplay: Refused = { refused: 'OCPP 1.6 has no messages on the display.' }
const noMonitoring: Refused = { refused: 'OCPP 1.6 has no monitoring of variables.' }

const noTariffs: Refused = { refused: 'OCPP 1.6 knows no tariffs.' }

const noPublishing: Refused = { refused: 'OCPP 1.6 knows no local controllers that publish firmware.' }

const noV2x: Refused = { refused: 'OCPP 1.6 knows nothing of energy that goes back to the grid.' }

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
  'set-network-profile': { refused: 'OCPP 1.6 has no network profiles.' },
  'set-security-profile': setSecurityProfile,
  reset,
  start,
  stop,
  trigger,
  unlock,
  'change-transaction-tariff': noTariffs,
  'clear-tariffs': noTariffs,
  'cost-updated': costUpdated,
  'get-tariffs': noTariffs,
  'request-battery-swap': { refused: 'OCPP 1.6 knows no swapping of batteries.' },
  'set-default-tariff': setDefaultTariff,
  'show-final-cost': showFinalCost,
  'show-price': showPrice,
  limit,
  'clear-limit': clearLimit,
  'set-profile': setProfile,
  'clear-profiles': clearProfiles,
  'read-profiles': { refused: 'OCPP 1.6 cannot say which profiles are installed.' },
  'read-schedule': readSchedule,
  'update-dynamic-schedule': { refused: 'OCPP 1.6 has no dynamic profiles.' },
  'use-priority-charging': { refused: 'OCPP 1.6 has no priority charging.' },
  'afrr-signal': noV2x,
  'allowed-energy-transfer': noV2x,
  'set-der-control': noV2x,
  'get-der-control': noV2x,
  'clear-der-control': noV2x,
  'transaction-status': { refused: 'OCPP 1.6 cannot be asked about a transaction.' },
  'web-payment-started': { refused: 'OCPP 1.6 knows no payments on web pages.' },
} satisfies { [Kind in Exclude<CommandRequest['kind'], 'custom'>]: Command<Kind, keyof Calls> | Refused }
