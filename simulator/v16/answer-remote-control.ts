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
