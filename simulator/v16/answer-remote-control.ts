import type { Answer } from './messages.ts'
import { readProfile } from './profile.ts'

export const remoteStartTransaction: Answer<'RemoteStartTransaction'> = (world, request) => {
  const { connectorId, idTag, chargingProfile } = request
  const profile = chargingProfile === undefined ? null : readProfile(world, chargingProfile, connectorId ?? 0)
  const isBadProfile = chargingProfile !== undefined && profile?.purpose !== 'tx'
  if (isBadProfile || connectorId === 0 || world.link.registration !== 'accepted') {
    return { answer: { status: 'Rejected' } }
  }
  const evse = world.charger.remoteStart({ card: idTag, evse: connectorId ?? null, remoteStartId: null, profile })
  return { answer: { status: evse ? 'Accepted' : 'Rejected' } }
}

export const remoteStopTransaction: Answer<'RemoteStopTransaction'> = ({ charger }, { transactionId }) => {
  const session = charger.sessions().find(({ wireId }) => wireId === String(transactionId))
  if (!session) return { answer: { status: 'Rejected' } }
  return { answer: { status: 'Accepted' }, afterwards: () => charger.stop(session, 'remote') }
}

export const reset: Answer<'Reset'> = ({ charger }, { type }) => ({
  answer: { status: 'Accepted' },
  afterwards: () => charger.reset(type === 'Hard' ? 'hard-reset' : 'soft-reset', true),
})

export const unlockConnector: Answer<'UnlockConnector'> = ({ charger }, { connectorId }) => {
  const evse = charger.evse(connectorId)
  if (!evse) return { answer: { status: 'NotSupported' } }
  if (evse.fault === 'connector-lock-failure') return { answer: { status: 'UnlockFailed' } }
  return { answer: { status: 'Unlocked' }, afterwards: () => charger.unlock(evse) }
}

export const changeAvailability: Answer<'ChangeAvailability'> = (world, { connectorId, type }) => {
  const outcome = world.charger.setOperative(connectorId, type === 'Operative')
  const status = { accepted: 'Accepted', scheduled: 'Scheduled', rejected: 'Rejected' } as const
  return {
    answer: { status: status[outcome] },
    afterwards: () => connectorId === 0 && outcome === 'accepted' && world.tellStatus(0),
  }
}

export const triggerMessage: Answer<'TriggerMessage'> = (world, { requestedMessage, connectorId }) => {
  const { charger, link } = world
  const connectors =
    connectorId === undefined ? charger.evses.map(({ number }) => number) : connectorId === 0 ? [0] : [connectorId]
  if (connectors.some((number) => number !== 0 && !charger.evse(number))) return { answer: { status: 'Rejected' } }
  const yes = (afterwards: () => void) => ({ answer: { status: 'Accepted' as const }, afterwards })

  if (requestedMessage === 'Heartbeat') return yes(() => void link.call('Heartbeat', {}, { isEarly: true }))
  if (requestedMessage === 'BootNotification') return yes(() => link.bootNow())
  if (requestedMessage === 'StatusNotification') {
    const places = connectorId === undefined ? [0, ...connectors] : connectors
    return yes(() => {
      for (const number of places) world.tellStatus(number)
    })
  }
  if (requestedMessage === 'MeterValues' && connectorId !== 0) {
    return yes(() => {
      for (const number of connectors) world.tellMeter(number)
    })
  }
  return { answer: { status: 'NotImplemented' } }
}
