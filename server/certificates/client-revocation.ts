import { checkRevocation } from '#core/certificates/check-revocation.ts'
import type { Log } from '#core/context.ts'
import type { ClientRevocation } from '#ocpp/connect/client-revocation.ts'
import type { Config } from '../config.ts'
import { createFetchOutside } from '../egress.ts'
import { type AskOutside, askBy, askSparingly } from './ask-outside.ts'
import { createOcspClient } from './ocsp-client.ts'

type World = { askOutside: AskOutside; now: () => Temporal.Instant; log: Log }

/** As the settings say. A handshake that may last less than five seconds waits less for an answer. */
export function clientRevocationOf({ tls, files, ocpp }: Config, world: Omit<World, 'askOutside'>): ClientRevocation {
  const askOutside = askBy(createFetchOutside(files.outsideNetworks))
  const patienceMs = Math.min(4_000, ocpp.handshakeTimeoutSeconds * 800)
  return openClientRevocation({ mode: tls.revocation, patienceMs }, { ...world, askOutside })
}

/**
 * Whether the certificates that chargers show were taken back by whoever outside has signed them (S-06).
 *
 * A storm of chargers asks for each certificate once, a few at a time, and none waits longer than four seconds. Where a
 * certificate that nothing is known of is let in anyway, chargers do not even wait when many do: they are looked at
 * again once they are in.
 */
export function openClientRevocation(
  { mode, patienceMs }: { mode: ClientRevocation['mode']; patienceMs: number },
  { askOutside, now, log }: World,
): ClientRevocation {
  const sparing = askSparingly(askOutside, { atOnce, restSeconds, now })
  const lookup = createOcspClient({ askOutside: sparing.ask, issuers: async () => [], now, log })
  return {
    mode,
    async standing(questions) {
      if (mode === 'off') return 'good'
      const found = checkRevocation(lookup, questions)
      const isLong = mode === 'soft' && sparing.waiting() > longQueue
      return within(isLong ? 50 : patienceMs, found, 'unknown')
    },
  }
}

async function within<T>(ms: number, work: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

const atOnce = 16
const longQueue = 64
const restSeconds = 10
