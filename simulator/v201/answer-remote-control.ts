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
  return evse ? { answer: { status: 'Accepted' } } : no('NoEvse')
}

export const requestStopTransaction: Answer<'RequestStopTransaction'> = ({ charger }, { transactionId }) => {
  const session = charger.sessions().find(({ wireId }) => wireId === transactionId)
  if (!session) return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'TxNotFound' } } }
  return { answer: { status: 'Accepted' }, afterwards: () => charger.stop(session, 'remote') }
}

export const getTransactionStatus: Answer<'GetTransactionStatus'> = ({ charger, link }, { transactionId }) => {
  const messagesInQueue = link.waitingDurable > 0
  if (transactionId === undefined) return { answer: { messagesInQueue } }
  return {
    answer: { messagesInQueue, ongoingIndicator: charger.sessions().some(({ wireId }) => wireId === transactionId) },
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
  const outcome = charger.setOperative(evse?.id ?? 0, operationalStatus === 'Operative')
  const status = { accepted: 'Accepted', scheduled: 'Scheduled', rejected: 'Rejected' } as const
  return { answer: { status: status[outcome] } }
}

export const triggerMessage: Answer<'TriggerMessage'> = (world, { requestedMessage, evse }) => {
  const { charger, link } = world
  if (evse && !charger.evse(evse.id))
    return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'UnknownEvse' } } }
  const places = evse ? [evse.id] : charger.evses.map(({ number }) => number)
  const yes = (afterwards: () => void) => ({ answer: { status: 'Accepted' as const }, afterwards })

  if (requestedMessage === 'Heartbeat') return yes(() => void link.call('Heartbeat', {}, { isEarly: true }))
  if (requestedMessage === 'BootNotification') {
    // F06.FR.17
    if (link.registration === 'accepted') return { answer: { status: 'Rejected' } }
    return yes(() => link.bootNow())
  }
  if (requestedMessage === 'StatusNotification')
    return yes(() => {
      for (const number of places) world.tellStatus(number)
    })
  if (requestedMessage === 'MeterValues')
    return yes(() => {
      for (const number of places) world.tellMeter(number)
    })
  if (requestedMessage === 'TransactionEvent') {
    const running = places.filter((number) => charger.evse(number)?.session)
    if (running.length === 0) return { answer: { status: 'Rejected' } }
    return yes(() => {
      for (const number of running) world.tellTransaction(number)
    })
  }
  return { answer: { status: 'NotImplemented' } }
}
