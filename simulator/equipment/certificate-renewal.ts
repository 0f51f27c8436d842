import type { ClockTimer, SimulatedClock } from '../clock.ts'
import type { OwnUse } from './certificates.ts'

export type RenewalOptions = {
  clock: SimulatedClock
  /** Read when they are needed: the server may change them. */
  waits(): { waitSeconds: number; repeats: number }
  /** Makes a new key and gives its signing request. */
  request(use: OwnUse): Promise<string>
  /** Sends it; whether the server wants to sign it. */
  send(use: OwnUse, csr: string): Promise<'accepted' | 'refused' | 'unsent'>
}

export type CertificateRenewal = ReturnType<typeof createCertificateRenewal>

/**
 * Asks the server to sign a certificate, and asks again with doubling waits while none comes. A refused or a rejected
 * certificate ends it, until somebody asks anew. OCPP 2.0.1 A02.FR.17 - A02.FR.20
 */
export function createCertificateRenewal({ clock, waits, request, send }: RenewalOptions) {
  const orders = new Map<OwnUse, { timer: ClockTimer | null }>()

  function end(use: OwnUse): void {
    orders.get(use)?.timer?.cancel()
    orders.delete(use)
  }

  return {
    async start(use: OwnUse): Promise<void> {
      end(use)
      const order: { timer: ClockTimer | null } = { timer: null }
      orders.set(use, order)
      const csr = await request(use)
      const ask = async (asked: number): Promise<void> => {
        if (orders.get(use) !== order) return
        const outcome = await send(use, csr)
        if (orders.get(use) !== order) return
        const { waitSeconds, repeats } = waits()
        if (outcome === 'refused' || waitSeconds <= 0 || asked > repeats) return end(use)
        order.timer = clock.setTimeout(() => void ask(asked + 1), waitSeconds * 2 ** (asked - 1) * 1_000)
      }
      await ask(1)
    },
    /** A certificate came, good or not. */
    ended: end,
    isUnderWay: (use: OwnUse) => orders.has(use),
    close() {
      for (const use of [...orders.keys()]) end(use)
    },
  }
}
