import { commands as commands201 } from '../../v201/commands/index.ts'
import { adjustEventStream } from './adjust-event-stream.ts'
import { changeTransactionTariff } from './change-transaction-tariff.ts'
import { clearTariffs } from './clear-tariffs.ts'
import { getTariffs } from './get-tariffs.ts'
import { readEventStreams } from './read-event-streams.ts'
import { requestBatterySwap } from './request-battery-swap.ts'
import { setDefaultTariff } from './set-default-tariff.ts'
import { webPaymentStarted } from './web-payment-started.ts'

/** Every command of the core in the words of 2.1: where they differ from 2.0.1's, there is a line here. */
export const commands = {
  ...commands201,
  'adjust-event-stream': adjustEventStream,
  'read-event-streams': readEventStreams,
  'change-transaction-tariff': changeTransactionTariff,
  'clear-tariffs': clearTariffs,
  'get-tariffs': getTariffs,
  'request-battery-swap': requestBatterySwap,
  'set-default-tariff': setDefaultTariff,
  'web-payment-started': webPaymentStarted,
}
