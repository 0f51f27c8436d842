import type { ClockTimer } from '../clock.ts'
import type { Session } from '../session.ts'
import type { Reply } from '../socket/dialogue.ts'
import { requestStartTransaction as requestStart201 } from '../v201/answer-remote-control.ts'
import type { World201 } from '../v201/messages.ts'
import type { Answer21, Calls21, World21 } from './messages.ts'
import { asPlain } from './set-charging-profile.ts'

export type WebPayments = ReturnType<typeof createWebPayments>

/** EVSEs that are kept for somebody who pays on a web page. C25 */
export function createWebPayments(world: () => World201) {
  const locks = new Map<number, ClockTimer>()

  function unlock(evse: number): void {
    locks.get(evse)?.cancel()
    locks.delete(evse)
    world().charger.cancelReservation(lockId(evse))
  }

  return {
    unlock,
    lock(evse: number, seconds: number): boolean {
      unlock(evse)
      const { charger } = world()
      // Later than ours, so that it never ends by itself and is told.
      const expiresMs = charger.clock.nowMs() + seconds * 2_000 + 60_000
      const outcome = charger.reserve({ id: lockId(evse), evse, card: lockCard, group: null, expiresMs })
      if (outcome !== 'accepted') return false
      locks.set(
        evse,
        charger.clock.setTimeout(() => unlock(evse), seconds * 1_000),
      )
      return true
    },
    close(): void {
      for (const timer of locks.values()) timer.cancel()
    },
  }
}

export const notifyWebPaymentStarted: Answer21<'NotifyWebPaymentStarted'> = ({ webPayments }, { evseId, timeout }) => {
  // C25.FR.21: the answer has no word for a no.
  webPayments.lock(evseId, timeout)
  return { answer: {} }
}

/** As in 2.0.1; whoever has paid finds the EVSE kept for them. */
export const requestStartTransaction: Answer21<'RequestStartTransaction'> = async (world, request) => {
  const { chargingProfile, evseId, idToken } = request
  const plain = chargingProfile === undefined ? undefined : asPlain(world, chargingProfile)
  if (plain === null) return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'InvalidProfile' } } }
  if (evseId !== undefined && idToken.type === directPayment) world.webPayments.unlock(evseId)
  const { chargingProfile: _, ...rest } = request
  const reply = await requestStart201(world, { ...rest, ...(plain ? { chargingProfile: plain } : {}) } as never)
  return reply as Reply & { answer: Calls21['RequestStartTransaction'][1] }
}

/** A session that was paid for at the terminal or by web is settled when it has ended. C21 */
export function settle(world: World21, session: Session, amount: number): void {
  if ((world.tokenTypes.get(session.card.toLowerCase()) as string | undefined) !== directPayment) return
  void world.link.call('NotifySettlement', {
    pspRef: session.card,
    transactionId: session.id,
    status: 'Settled',
    settlementAmount: amount,
    settlementTime: world.stamp(world.charger.clock.nowMs()),
  })
}

function lockId(evse: number): number {
  return -evse
}

const lockCard = 'web-payment'
const directPayment = 'DirectPayment'
