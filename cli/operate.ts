import { callAdmin, NoServer, OperationFailed } from '#server/admin-socket.ts'
import type { Config } from '#server/config.ts'
import { createLog } from '#server/log.ts'
import { runOperation } from '#server/operation.ts'
import { readConfig } from '#server/read-config.ts'
import { type Input, type Option, Refused, type Terminal } from './command.ts'

/** Options of every command that asks something of the server. */
export const serverOptions: Record<string, Option> = {
  data: { value: 'FOLDER', description: 'Data folder of the server (VOLTYARD_DATA, ./data).' },
  tenant: { value: 'SLUG', description: 'Whose it is; may be left out while there is one tenant only.' },
}

type Request = { operation: string; args: object }

/** Runs an operation in the server, or on its database while no server runs. */
export async function operate(request: Request, input: Input, terminal: Terminal): Promise<object> {
  const config = readConfig(terminal.env, { data: input.options.data })
  try {
    return await operateInServer(request, config)
  } catch (error) {
    if (!(error instanceof NoServer)) throw error
    return operateOffline(request, config)
  }
}

/** For what only a running server can do. */
export async function operateOnline(request: Request, input: Input, terminal: Terminal): Promise<object> {
  const config = readConfig(terminal.env, { data: input.options.data })
  try {
    return await operateInServer(request, config)
  } catch (error) {
    if (!(error instanceof NoServer)) throw error
    const message = `No server runs on the data folder ${config.data.folder}, so no charger is connected.`
    throw new Refused('no_server', message, { cause: error })
  }
}

/** The arguments that were given; those that were not are left out. */
export function given(args: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined))
}

function operateInServer({ operation, args }: Request, config: Config): Promise<object> {
  return callAdmin({ data: config.data.folder, operation, args })
}

async function operateOffline({ operation, args }: Request, config: Config): Promise<object> {
  const { openOffline } = await import('#server/offline.ts')
  const offline = await openOffline(config)
  try {
    const call = { name: operation, args, signal: new AbortController().signal, log: createLog(config.log) }
    const outcome = await runOperation(offline.operations, call)
    if ('error' in outcome) throw new OperationFailed(outcome.error)
    return outcome.result
  } finally {
    await offline.close()
  }
}
