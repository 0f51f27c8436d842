import { createHash } from 'node:crypto'
import { Problem } from '#core/errors.ts'
import type { DigestOutside } from '#core/firmware/register-firmware.ts'
import { type FetchOutside, OutsideRefused } from './egress.ts'

/** Fetches what lies at an address outside and says its hash; it is not kept. */
export function digestOutside(fetchOutside: FetchOutside, mostBytes: number): DigestOutside {
  return async (url) => {
    try {
      const answer = await fetchOutside(url, { timeoutMs: 60_000, mostBytes })
      if (answer.status !== 200) throw unfit(`It answers ${answer.status}.`)
      const hash = createHash('sha256')
      let size = 0
      for await (const piece of answer.body) {
        hash.update(piece)
        size += piece.length
      }
      return { sha256: hash.digest(), size }
    } catch (error) {
      if (error instanceof OutsideRefused) throw unfit(error.message)
      throw error
    }
  }
}

function unfit(why: string): Problem {
  return new Problem('invalid_value', `The firmware could not be fetched: ${why}`, { subject: 'url' })
}
