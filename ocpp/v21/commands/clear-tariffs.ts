import type { Command } from '../command.ts'

export const clearTariffs: Command<'clear-tariffs', 'ClearTariffs'> = {
  action: 'ClearTariffs',
  needsCharger: false,
  call: ({ tariffIds, evse }) => ({
    ...(tariffIds === null || tariffIds.length === 0 ? {} : { tariffIds: [...tariffIds] }),
    ...(evse === null ? {} : { evseId: evse }),
  }),
  /** Refused when one of them stays; one that was not there is gone as well. */
  read({ clearTariffsResult }) {
    const stayed = clearTariffsResult.filter(({ status }) => status === 'Rejected')
    if (stayed.length === 0) return { state: 'accepted', reason: null }
    return { state: 'refused', reason: `Rejected: ${stayed.map(({ tariffId }) => tariffId ?? 'all').join(', ')}` }
  },
}
