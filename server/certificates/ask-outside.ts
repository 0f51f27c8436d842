import type { FetchOutside, OutsideRequest } from '../egress.ts'

/** All that an address outside answers; an error when that is not a plain 200. */
export type AskOutside = (url: string, request: OutsideRequest) => Promise<Buffer>

export function askBy(fetchOutside: FetchOutside): AskOutside {
  return async (url, request) => {
    const { status, body } = await fetchOutside(url, request)
    const pieces: Buffer[] = []
    for await (const piece of body) pieces.push(piece)
    if (status !== 200) throw new Error(`answered ${status}`)
    return Buffer.concat(pieces)
  }
}
