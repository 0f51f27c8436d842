import { join } from 'node:path'
import { type Child, startChild } from './child.ts'
import { openDatabase } from './database.ts'

export type ServerProcess = Child & { http: string; ws: string; database: Awaited<ReturnType<typeof openDatabase>> }

/**
 * The real server with its embedded database, as an operator starts it, except that nothing limits rates.
 * BENCH_NODE_OPTIONS are options of Node for it, such as `--cpu-prof --cpu-prof-dir=profiles`.
 */
export async function startServerProcess(
  dataFolder: string,
  { nodeArgs = [] }: { nodeArgs?: readonly string[] } = {},
): Promise<ServerProcess> {
  const child = await startChild({
    args: ['bin/voltyard.js', 'start', '--json', '--port', '0', '--data', dataFolder],
    nodeArgs,
    env: { ...foreignEnvironment(), ...settings },
    logFile: join(dataFolder, 'server.log'),
  })
  const database = await openDatabase(dataFolder)
  const { port } = child.said
  return {
    ...child,
    http: `http://127.0.0.1:${port}`,
    ws: `ws://127.0.0.1:${port}`,
    database,
    async stop() {
      await database.client.end()
      return child.stop()
    },
  }
}

const settings = {
  VOLTYARD_HOST: '127.0.0.1',
  VOLTYARD_LOG_LEVEL: 'warn',
  VOLTYARD_DRAIN_SECONDS: '5',
  VOLTYARD_AUTO_PROVISION: 'off',
  VOLTYARD_PROVISIONING: 'off',
  VOLTYARD_CONNECTS_PER_ADDRESS_PER_MINUTE: 'off',
  VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off',
  VOLTYARD_ADMISSIONS_PER_SECOND: 'off',
  VOLTYARD_ADMISSION_BURST: '1000000',
  VOLTYARD_MESSAGES_PER_SECOND: 'off',
  VOLTYARD_DEPOT_RATE_LIMIT: 'off',
}

/** Without the settings of a server that happens to be set up in this shell. */
function foreignEnvironment(): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('VOLTYARD_') && name !== 'DATABASE_URL')
  return { ...Object.fromEntries(own), NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS ?? process.env.NODE_OPTIONS }
}

/** The value of a counter of the server, 0 when it has not counted yet. */
export async function readCounter({ http }: ServerProcess, name: string): Promise<number> {
  const text = await (await fetch(`${http}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? 0)
}
