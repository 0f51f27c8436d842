import { updateLocalList } from '../equipment/local-list.ts'
import type { Answer } from './messages.ts'

export const clearCache: Answer<'ClearCache'> = ({ charger }) => {
  if (!charger.settings.isCacheEnabled) return { answer: { status: 'Rejected' } }
  charger.cards.clearCache()
  return { answer: { status: 'Accepted' } }
}

export const getLocalListVersion: Answer<'GetLocalListVersion'> = ({ charger }) => ({
  answer: { listVersion: charger.settings.isListEnabled ? charger.cards.listVersion : -1 },
})

export const sendLocalList: Answer<'SendLocalList'> = (world, { listVersion, updateType, localAuthorizationList }) => {
  const { cards, settings } = world.charger
  if (!settings.isListEnabled) return { answer: { status: 'NotSupported' } }
  const entries = (localAuthorizationList ?? []).map(({ idTag, idTagInfo }) => {
    if (!idTagInfo) return [idTag, null] as const
    const { status, parentIdTag, expiryDate } = idTagInfo
    const expiresMs = expiryDate === undefined ? null : world.fromServer(expiryDate)
    return [idTag, { isAccepted: status === 'Accepted', group: parentIdTag ?? null, expiresMs }] as const
  })
  const outcome = updateLocalList(
    cards,
    { version: listVersion, isFull: updateType === 'Full', entries },
    { maxEntries: settings.maxListEntries, maxPerUpdate: settings.maxListEntriesPerUpdate },
  )
  return { answer: { status: listStatuses[outcome] } }
}

export const reserveNow: Answer<'ReserveNow'> = (world, { connectorId, expiryDate, idTag, parentIdTag, ...asked }) => {
  const outcome = world.charger.reserve({
    id: asked.reservationId,
    evse: connectorId,
    card: idTag,
    group: parentIdTag ?? null,
    expiresMs: world.fromServer(expiryDate),
  })
  return { answer: { status: reserveStatuses[outcome] } }
}

export const cancelReservation: Answer<'CancelReservation'> = ({ charger }, { reservationId }) => ({
  answer: { status: charger.cancelReservation(reservationId) ? 'Accepted' : 'Rejected' },
})

const listStatuses = { accepted: 'Accepted', 'version-mismatch': 'VersionMismatch', failed: 'Failed' } as const

const reserveStatuses = {
  accepted: 'Accepted',
  occupied: 'Occupied',
  faulted: 'Faulted',
  unavailable: 'Unavailable',
  rejected: 'Rejected',
} as const
