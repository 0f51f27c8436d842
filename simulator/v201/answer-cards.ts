import { updateLocalList } from '../equipment/local-list.ts'
import type { Answer } from './messages.ts'

export const clearCache: Answer<'ClearCache'> = ({ charger }) => {
  if (!charger.settings.isCacheEnabled) return { answer: { status: 'Rejected' } }
  charger.cards.clearCache()
  return { answer: { status: 'Accepted' } }
}

export const getLocalListVersion: Answer<'GetLocalListVersion'> = ({ charger }) => ({
  answer: { versionNumber: charger.settings.isListEnabled ? charger.cards.listVersion : 0 },
})

export const sendLocalList: Answer<'SendLocalList'> = (
  world,
  { versionNumber, updateType, localAuthorizationList },
) => {
  const { cards, settings } = world.charger
  if (!settings.isListEnabled) return { answer: { status: 'Failed', statusInfo: { reasonCode: 'NotEnabled' } } }
  const entries = (localAuthorizationList ?? []).map(({ idToken, idTokenInfo }) => {
    if (!idTokenInfo) return [idToken.idToken, null] as const
    const { status, groupIdToken, cacheExpiryDateTime } = idTokenInfo
    const expiresMs = cacheExpiryDateTime === undefined ? null : world.fromServer(cacheExpiryDateTime)
    return [
      idToken.idToken,
      { isAccepted: status === 'Accepted', group: groupIdToken?.idToken ?? null, expiresMs },
    ] as const
  })
  const outcome = updateLocalList(
    cards,
    { version: versionNumber, isFull: updateType === 'Full', entries },
    { maxEntries: settings.maxListEntries, maxPerUpdate: settings.maxListEntriesPerUpdate },
  )
  return { answer: { status: listStatuses[outcome] } }
}

export const reserveNow: Answer<'ReserveNow'> = (world, { id, expiryDateTime, idToken, evseId, groupIdToken }) => {
  const outcome = world.charger.reserve({
    id,
    evse: evseId ?? 0,
    card: idToken.idToken,
    group: groupIdToken?.idToken ?? null,
    expiresMs: world.fromServer(expiryDateTime),
  })
  return { answer: { status: reserveStatuses[outcome] } }
}

export const cancelReservation: Answer<'CancelReservation'> = ({ charger }, { reservationId }) => ({
  answer: { status: charger.cancelReservation(reservationId) ? 'Accepted' : 'Rejected' },
})

const reserveStatuses = {
  accepted: 'Accepted',
  occupied: 'Occupied',
  faulted: 'Faulted',
  unavailable: 'Unavailable',
  rejected: 'Rejected',
} as const

const listStatuses = { accepted: 'Accepted', 'version-mismatch': 'VersionMismatch', failed: 'Failed' } as const
