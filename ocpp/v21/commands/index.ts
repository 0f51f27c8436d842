import { commands as commands201 } from '../../v201/commands/index.ts'
import { limitOf, setProfileOf } from '../../v201/commands/set-profile.ts'
import { adjustEventStream } from './adjust-event-stream.ts'
import { afrrSignal } from './afrr-signal.ts'
import { allowedEnergyTransfer } from './allowed-energy-transfer.ts'
import { changeTransactionTariff } from './change-transaction-tariff.ts'
import { clearDerControl } from './clear-der-control.ts'
import { clearTariffs } from './clear-tariffs.ts'
import { deliverCertificate } from './deliver-certificate.ts'
import { getDerControl } from './get-der-control.ts'
import { getTariffs } from './get-tariffs.ts'
import { installCertificate } from './install-certificate.ts'
import { listCertificates } from './list-certificates.ts'
import { readEventStreams } from './read-event-streams.ts'
import { renewCertificate } from './renew-certificate.ts'
import { requestBatterySwap } from './request-battery-swap.ts'
import { setDefaultTariff } from './set-default-tariff.ts'
import { setDerControl } from './set-der-control.ts'
import { setNetworkProfile } from './set-network-profile.ts'
import { updateDynamicSchedule } from './update-dynamic-schedule.ts'
import { usePriorityCharging } from './use-priority-charging.ts'
import { webPaymentStarted } from './web-payment-started.ts'

/** Every command of the core in the words of 2.1: where they differ from 2.0.1's, there is a line here. */
export const commands = {
  ...commands201,
  'adjust-event-stream': adjustEventStream,
  'read-event-streams': readEventStreams,
  'deliver-certificate': deliverCertificate,
  'install-certificate': installCertificate,
  'list-certificates': listCertificates,
  'renew-certificate': renewCertificate,
  'set-network-profile': setNetworkProfile,
  'change-transaction-tariff': changeTransactionTariff,
  'clear-tariffs': clearTariffs,
  'get-tariffs': getTariffs,
  'request-battery-swap': requestBatterySwap,
  'set-default-tariff': setDefaultTariff,
  limit: limitOf('2.1'),
  'set-profile': setProfileOf('2.1'),
  'update-dynamic-schedule': updateDynamicSchedule,
  'use-priority-charging': usePriorityCharging,
  'afrr-signal': afrrSignal,
  'allowed-energy-transfer': allowedEnergyTransfer,
  'set-der-control': setDerControl,
  'get-der-control': getDerControl,
  'clear-der-control': clearDerControl,
  'web-payment-started': webPaymentStarted,
}
