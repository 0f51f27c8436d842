import type { FetchOutside, OutsideRequest } from '../egress.ts'

/** All that an address outside answers; an error when that is not a plain 200. */
export type AskOutside = (url: string, request: OutsideRequest) => Promise<Buffer>

/** Somebody has just asked there in vain. */
export class NotAskedAgain extends Error {}

export function askBy(fetchOutside: FetchOutside): AskOutside {
  return async (url, request) => {
    const { status, body } = await fetchOutside(url, request)
    const pieces: Buffer[] = []
    for await (const piece of body) pieces.push(piece)
    if (status !== 200) throw new Error(`answered ${status}`)
    return Buffer.concat(pieces)
  }
}

/** Some at once and no more; an address that has failed is left alone for a while. */
export function askSparingly(
  ask: AskOutside,
  { atOnce, restSeconds, now }: { atOnce: number; restSeconds: number; now(): Temporal.Instant },
): { ask: AskOutside; waiting(): number } {
  const resting = new Map<string, Temporal.Instant>()
  const queue: (() => void)[] = []
  let underWay = 0

  async function askInTurn(url: string, request: OutsideRequest): Promise<Buffer> {
    if (underWay < atOnce) underWay += 1
    else await new Promise<void>((go) => queue.push(go))
    try {
      if (isResting(url)) throw new NotAskedAgain('It has just failed to answer.')
      return await ask(url, request).catch((error) => {
        rest(url)
        throw error
      })
    } finally {
      const next = queue.shift()
      if (next) next()
      else underWay -= 1
    }
  }

  function isResting(url: string): boolean {
    const until = resting.get(url)
    if (until === undefined) return false
    if (Temporal.Instant.compare(now(), until) < 0) return true
    resting.delete(url)
    return false
  }

  function rest(url: string): void {
    if (resting.size >= mostResting) resting.delete(resting.keys().next().value!)
    resting.set(url, now().add({ seconds: restSeconds }))
  }

  return { ask: askInTurn, waiting: () => queue.length }
}

const mostResting = 1_000
