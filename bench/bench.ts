import { join } from 'node:path'
import { callAdmin } from '#server/admin-socket.ts'
import { type Child, startChild } from './child.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import type { Credentials } from './station.ts'

export type Case = { name: string; run(bench: Bench): Promise<Measured> }

/** What a case found out: members of its JSON line, and what was wrong. */
export type Measured = { result: Record<string, unknown>; faults?: string[] }

/** One run of the benchmark: one data folder, and a new server process on it for every case. */
export class Bench {
  readonly chargers = 100
  readonly warmUpSeconds = 2
  readonly seconds: number
  readonly dataFolder: string
  #running: (() => Promise<void>)[] = []

  constructor(options: { seconds: number; dataFolder: string }) {
    this.seconds = options.seconds
    this.dataFolder = options.dataFolder
  }

  async server(nodeArgs: readonly string[] = []): Promise<ServerProcess> {
    const server = await startServerProcess(this.dataFolder, { nodeArgs })
    this.#running.push(server.stop)
    return server
  }

  async bareServer(nodeArgs: readonly string[] = []): Promise<Child & { ws: string }> {
    const logFile = join(this.dataFolder, 'bare-server.log')
    const child = await startChild({ args: ['bench/bare-server.ts'], nodeArgs, logFile })
    this.#running.push(child.stop)
    return { ...child, ws: `ws://127.0.0.1:${child.said.port}` }
  }

  async stopAll(): Promise<void> {
    for (const stop of this.#running.splice(0)) await stop()
  }

  /** Makes those of `<prefix>-1` to `<prefix>-<count>` known that are not yet, each with its password and its token. */
  async addChargers(prefix: string, count: number): Promise<Credentials[]> {
    const seats = Array.from({ length: count }, (_, seat) => seat)
    const credentials = seats.map((seat) => ({
      identity: `${prefix}-${seat + 1}`,
      password: `secret-of-${prefix}-${seat}`,
    }))
    const missing = credentials.filter(({ identity }) => !this.#known.has(identity))
    await inParallel(missing, async ({ identity, password }) => {
      await this.admin('charger.add', { identity, password })
      this.#known.add(identity)
    })
    return credentials
  }

  async addTokens(): Promise<void> {
    await this.admin('token.add', { uids: Array.from({ length: this.chargers }, (_, seat) => tokenOf(seat)) })
  }

  admin(operation: string, args: object): Promise<object> {
    return callAdmin({ data: this.dataFolder, operation, args })
  }

  readonly #known = new Set<string>()
}

/** The token that is shown at the charger of this seat. */
export function tokenOf(seat: number): string {
  return `CARD-${seat + 1}`
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values()
  const worker = async () => {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: 16 }, worker))
}
