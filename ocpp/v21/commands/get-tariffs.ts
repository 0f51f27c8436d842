import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** That there are none is an answer, not a refusal. */
export const getTariffs: Command<'get-tariffs', 'GetTariffs'> = {
  action: 'GetTariffs',
  needsCharger: false,
  call: ({ evse }) => ({ evseId: evse }),
  read: (response) =>
    response.status === 'NoTariff' ? { state: 'accepted', reason: 'NoTariff' } : readStatus(response),
}
