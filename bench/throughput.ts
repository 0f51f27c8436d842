import type { Version } from '#simulator/socket/connection.ts'
import type { Bench, Measured } from './bench.ts'
import { cpuMicros, cpuMicrosOfFamily } from './cpu.ts'
import { safetyOf } from './database.ts'
import { Fleet } from './fleet.ts'
import { percentiles } from './histogram.ts'
import { type TalkParts, talksOf } from './messages.ts'
import { readCounter, type ServerProcess } from './server-process.ts'
import type { Credentials, Talk } from './station.ts'
import { compareWithStored, emptyTally } from './tally.ts'

export type Load = {
  name: string
  version: Version
  talk(parts: TalkParts): Talk
  /** Calls that are due per second; without it the next call follows the reply. */
  perSecond?: number
  targets: Record<string, number>
  /** Calls of one whole session, where the load consists of sessions. */
  callsPerSession?: number
}

/** Puts the same load on the bare server and on ours. */
export async function measureLoad(bench: Bench, load: Load): Promise<Measured> {
  const bare = await onBareServer(bench, load)
  const own = await onOwnServer(bench, load)
  const { messagesPerSecond: perSecond } = own.driven
  const result = {
    chargers: bench.chargers,
    ...(load.perSecond === undefined ? {} : { offered_per_s: load.perSecond }),
    messages_per_s: Math.round(perSecond),
    ...(load.callsPerSession === undefined ? {} : { sessions_per_s: Math.round(perSecond / load.callsPerSession) }),
    ...percentiles(own.driven.latencies),
    ...(load.perSecond === undefined
      ? {
          bare_messages_per_s: Math.round(bare.driven.messagesPerSecond),
          ratio: rounded(perSecond / bare.driven.messagesPerSecond),
        }
      : { bare_p99_ms: percentiles(bare.driven.latencies).p99_ms }),
    ...load.targets,
    ...(own.cpu === null ? {} : { cpu_us_per_message: own.cpu, bare_cpu_us_per_message: bare.cpuMicros }),
    rows_written: own.stored.rows,
    ...(own.stored.droppedLogRows > 0 ? { log_rows_dropped: own.stored.droppedLogRows } : {}),
    message_log: true,
    ...own.safety,
  }
  return { result, faults: own.stored.faults }
}

async function onBareServer(bench: Bench, load: Load) {
  const bare = await bench.bareServer()
  const credentials = Array.from({ length: bench.chargers }, (_, seat) => ({
    identity: `bare-${seat}`,
    password: 'none',
  }))
  const cpu = { opens: 0, closes: 0 }
  const onWindow = (edge: 'opens' | 'closes') => {
    cpu[edge] = cpuMicros(bare.pid) ?? 0
  }
  const { driven } = await drive(bench, load, { url: bare.ws, credentials, onWindow })
  await bench.stopAll()
  return { driven, cpuMicros: rounded((cpu.closes - cpu.opens) / (driven.messagesPerSecond * bench.seconds)) }
}

async function onOwnServer(bench: Bench, load: Load) {
  const server = await bench.server()
  const safety = await safetyOf(server.database)
  const credentials = await bench.addChargers(load.name, bench.chargers, server)
  await bench.addTokens()

  const cpu = { opens: cpuOf(server), closes: cpuOf(server) }
  const onWindow = (edge: 'opens' | 'closes') => {
    cpu[edge] = cpuOf(server)
  }
  const { driven, tally } = await drive(bench, load, { url: server.ws, credentials, onWindow })
  const droppedLogRows = () => readCounter(server, 'voltyard_message_log_dropped_total')
  const stored = await compareWithStored(server.database, { chargers: load.name, tally, droppedLogRows })
  await bench.stopAll()
  const messages = driven.messagesPerSecond * bench.seconds
  return { driven, safety, stored, cpu: cpuPerMessage(cpu, messages) }
}

type Target = { url: string; credentials: Credentials[]; onWindow?: (edge: 'opens' | 'closes') => void }

async function drive(bench: Bench, { version, talk, perSecond }: Load, { url, credentials, onWindow }: Target) {
  const tally = emptyTally()
  const fleet = await Fleet.connect({ url, version, credentials, talk: talksOf(tally, talk) })
  const { seconds, warmUpSeconds } = bench
  const driven = await fleet.drive({
    seconds,
    warmUpSeconds,
    ...(perSecond && { perSecond }),
    ...(onWindow && { onWindow }),
  })
  tally.messages = fleet.replies
  await fleet.close()
  return { driven, tally }
}

type Cpu = { server: number; database: number } | null

function cpuOf({ pid, database }: ServerProcess): Cpu {
  const [server, family] = [cpuMicros(pid), cpuMicrosOfFamily(database.pid)]
  return server === null || family === null ? null : { server, database: family }
}

function cpuPerMessage({ opens, closes }: { opens: Cpu; closes: Cpu }, messages: number): Cpu {
  if (opens === null || closes === null) return null
  return {
    server: rounded((closes.server - opens.server) / messages),
    database: rounded((closes.database - opens.database) / messages),
  }
}

export function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
