import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startServer } from '#server/start-server.ts'
import { type ClockMapping, startClock } from '#simulator/clock.ts'
import { benchConfig } from './bench-config.ts'

/** Another node on a database, as a process of its own that can end without a word. */
export type SteeredNode = { port: number; kill(): Promise<void> }

type Asked = { databaseUrl: string; mapping: ClockMapping }

export async function startSteeredNode(t: TestContext, { databaseUrl, mapping }: Asked): Promise<SteeredNode> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'voltyard-node-'))
  const asked = JSON.stringify({ databaseUrl, dataFolder, mapping })
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), asked], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kill = async () => {
    if (!isRunning(child)) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  t.after(async () => {
    await kill()
    await rm(dataFolder, { recursive: true, force: true })
  })
  for await (const line of createInterface(child.stdout!)) return { port: Number(JSON.parse(line).port), kill }
  throw new Error('the other node did not start')
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { databaseUrl, dataFolder, mapping } = JSON.parse(process.argv[2]!)
  const [start, realStart] = [mapping.start, mapping.realStart].map((text) => Temporal.Instant.from(text))
  const clock = startClock({ ...mapping, start: start!, realStart: realStart! })
  const quiet = { debug() {}, info() {}, warn() {}, error: (event: object, text: string) => console.error(text, event) }
  const { port } = await startServer(benchConfig(databaseUrl, dataFolder), {
    ...{ log: quiet, now: clock.now, clockRate: clock.rate, consoleAssets: null },
  })
  console.log(JSON.stringify({ port }))
}
