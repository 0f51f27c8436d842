import type { Answer } from './messages.ts'
import { readProfile } from './profile.ts'

export const requestStartTransaction: Answer<'RequestStartTransaction'> = (world, request) => {
  const { evseId, idToken, remoteStartId, chargingProfile } = request
  const profile = chargingProfile === undefined ? null : readProfile(world, chargingProfile, evseId ?? 0)
  const no = (reasonCode: string) => ({ answer: { status: 'Rejected' as const, statusInfo: { reasonCode } } })
  if (world.link.registration !== 'accepted') return no('NotAccepted')
  if (chargingProfile !== undefined && profile?.purpose !== 'tx') return no('InvalidProfile')
  world.tokenTypes.set(idToken.idToken.toLowerCase(), idToken.type)
  const evse = world.charger.remoteStart({ card: idToken.idToken, evse: evseId ?? null, remoteStartId, profile })
  if (evse && chargingProfile)
    world.received.set(chargingProfile.id, { evseId: evse.number, profile: chargingProfile, source: 'CSO' })
  return evse ? { answer: { status: 'Accepted' } } : no('NoEvse')
}

export const requestStopTransaction: Answer<'RequestStopTransaction'> = ({ charger }, { transactionId }) => {
  const session = charger.sessions().find(({ wireId }) => wireId === transactionId)
  if (!session) return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'TxNotFound' } } }
  return { answer: { status: 'Accepted' }, afterwards: () => charger.stop(session, 'remote') }
}

export const getTransactionStatus: Answer<'GetTransactionStatus'> = (world, { transactionId }) => {
  const { charger, link, transactions } = world
  const messagesInQueue = link.waitingDurable + transactions.withheldCount > 0
  const isOngoing = charger.sessions().some(({ wireId }) => wireId === transactionId)
  return {
    answer: { messagesInQueue, ...(transactionId === undefined ? {} : { ongoingIndicator: isOngoing }) },
    afterwards: () => transactions.release(),
  }
}

export const reset: Answer<'Reset'> = ({ charger }, { type, evseId }) => {
  if (evseId !== undefined) return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'UnsupportedRequest' } } }
  const isImmediate = type === 'Immediate'
  const status = !isImmediate && charger.sessions().length > 0 ? 'Scheduled' : 'Accepted'
  return { answer: { status }, afterwards: () => charger.reset(isImmediate ? 'hard-reset' : 'soft-reset', isImmediate) }
}

export const unlockConnector: Answer<'UnlockConnector'> = ({ charger }, { evseId, connectorId }) => {
  const evse = charger.evse(evseId)
  if (!evse || connectorId !== 1) return { answer: { status: 'UnknownConnector' } }
  // F05.FR.02
  if (evse.session) return { answer: { status: 'OngoingAuthorizedTransaction' } }
  if (evse.fault === 'connector-lock-failure') return { answer: { status: 'UnlockFailed' } }
  return { answer: { status: 'Unlocked' } }
}

export const changeAvailability: Answer<'ChangeAvailability'> = ({ charger }, { operationalStatus, evse }) => {
  if (evse?.connectorId !== undefined && evse.connectorId !== 1) return { answer: { status: 'Rejected' } }
  const outcome = charger.setOperative(evse?.id ?? 0, operationalStatus === 'Operative')
  const status = { accepted: 'Accepted', scheduled: 'Scheduled', rejected: 'Rejected' } as const
  return { answer: { status: status[outcome] } }
}
