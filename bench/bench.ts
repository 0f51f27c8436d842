import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { callAdmin } from '#server/admin-socket.ts'
import { type Child, startChild } from './child.ts'
import { copyCharger } from './copy-charger.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import type { Credentials } from './station.ts'

export type Case = {
  name: string
  /** It takes so long that it is run for those alone who ask for it. */
  onlyByName?: true
  run(bench: Bench): Promise<Measured>
}

/** What a case found out: members of its JSON line, and what was wrong. */
export type Measured = { result: Record<string, unknown>; faults?: string[] }

/** One run of the benchmark: one data folder, and a new server process on it for every case. */
export class Bench {
  readonly chargers = 100
  readonly warmUpSeconds = 2
  readonly seconds: number
  readonly dataFolder: string
  #running: (() => Promise<unknown>)[] = []

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

  /** A run beside this one that ends with it, for a case whose database is to hold nothing of the others. */
  async aside(name: string): Promise<Bench> {
    const aside = new Bench({ seconds: this.seconds, dataFolder: join(this.dataFolder, name) })
    await mkdir(aside.dataFolder)
    this.#running.push(() => aside.stopAll())
    return aside
  }

  async stopAll(): Promise<void> {
    for (const stop of this.#running.splice(0)) await stop()
  }

  /** Makes `<prefix>-1` to `<prefix>-<count>` known, all with the same password. */
  async addChargers(prefix: string, count: number, { database }: ServerProcess): Promise<Credentials[]> {
    const identities = Array.from({ length: count }, (_, seat) => `${prefix}-${seat + 1}`)
    const [model, ...others] = identities
    await this.admin('charger.add', { identity: model, password })
    await copyCharger(database, model!, others)
    return identities.map((identity) => ({ identity, password }))
  }

  async addTokens(): Promise<void> {
    await this.admin('token.add', { uids: Array.from({ length: this.chargers }, (_, seat) => tokenOf(seat)) })
  }

  admin(operation: string, args: object): Promise<object> {
    return callAdmin({ data: this.dataFolder, operation, args })
  }
}

const password = 'secret-of-the-bench'

/** The token that is shown at the charger of this seat. */
export function tokenOf(seat: number): string {
  return `CARD-${seat + 1}`
}
