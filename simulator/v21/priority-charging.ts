import type { Session } from '../session.ts'
import type { World201 } from '../v201/messages.ts'
import type { Answer21 } from './messages.ts'

export type PriorityCharging = ReturnType<typeof createPriorityCharging>

/** A profile that goes before all others while a driver is in a hurry. K21, K22 */
export function createPriorityCharging(world: () => World201) {
  function profileFor(evse: number) {
    const { charger, received } = world()
    const all = charger.profiles.filter(
      ({ id }) => (received.get(id)?.profile.chargingProfilePurpose as string | undefined) === 'PriorityCharging',
    )
    return all.find((one) => one.evse === evse) ?? all.find((one) => one.evse === 0)
  }

  function use(session: Session, isOn: boolean): 'accepted' | 'no-profile' {
    const profile = profileFor(session.evse)
    if (!profile) return 'no-profile'
    const id = activeId(session)
    world().charger.changeProfiles((installed) => [
      ...installed.filter((one) => one.id !== id),
      ...(isOn
        ? [{ ...profile, id, evse: session.evse, purpose: 'tx' as const, sessionId: session.id, stackLevel: topLevel }]
        : []),
    ])
    return 'accepted'
  }

  return {
    use,
    /** The driver presses the button at the charger, and the server hears of it. */
    press(session: Session, isOn: boolean): 'accepted' | 'no-profile' {
      const outcome = use(session, isOn)
      if (outcome === 'accepted')
        void world().link.call('NotifyPriorityCharging', { transactionId: session.id, activated: isOn })
      return outcome
    },
  }
}

export const usePriorityCharging: Answer21<'UsePriorityCharging'> = (world, { transactionId, activate }) => {
  const session = world.charger.sessions().find(({ wireId }) => wireId === transactionId)
  if (!session) return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'TxNotFound' } } }
  const outcome = world.priorityCharging.use(session, activate)
  return { answer: { status: outcome === 'accepted' ? 'Accepted' : 'NoProfile' } }
}

function activeId(session: Session): number {
  return -1_000 - session.evse
}

// Above all that servers may use.
const topLevel = 1_000
