import type { Bench } from './bench.ts'
import { session16 } from './cases/sessions-16.ts'
import { Fleet } from './fleet.ts'
import { boot16, type TalkParts, talksOf } from './messages.ts'
import type { ServerProcess } from './server-process.ts'
import { ready, type Talk } from './station.ts'
import { emptyTally } from './tally.ts'

/** A session that came through the door of the first of these chargers: a million others look like it. */
export async function makeModelSession(
  bench: Bench,
  server: ServerProcess,
  { prefix, chargers }: { prefix: string; chargers: number },
): Promise<void> {
  const credentials = await bench.addChargers(prefix, chargers, server)
  await bench.addTokens()
  const talk = talksOf(emptyTally(), modelTalk)
  const fleet = await Fleet.connect({ url: server.ws, version: '1.6', credentials: credentials.slice(0, 1), talk })
  await fleet.close()
}

function* modelTalk(parts: TalkParts): Talk {
  yield* boot16()
  yield* session16(0, parts)
  while (true) yield ready
}
