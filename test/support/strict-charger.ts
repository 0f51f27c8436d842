import { createValidator, RPCClient } from 'ocpp-rpc'
import * as schemas21 from 'typed-ocpp/dist/ocpp21/schemas.js'

/** A charger simulated by the `ocpp-rpc` client in strict mode: it checks every frame, ours and its own, by schema. */
export type StrictCharger = {
  call(action: string, payload: object): Promise<any>
  /** Answers calls of the server. */
  handle(action: string, answer: (params: any) => object | Promise<object>): void
  /** Frames that broke the standard; must stay empty. */
  violations: string[]
  closed: Promise<{ code: number; reason: string }>
  close(): Promise<void>
}

export async function connectStrictCharger(
  url: string,
  identity: string,
  options: { protocol?: string; password?: string | undefined; tenant?: string },
): Promise<StrictCharger> {
  const endpoint = `${url.replace(/^http/, 'ws')}/ocpp${options.tenant ? `/${options.tenant}` : ''}`
  const client = new RPCClient({
    endpoint,
    identity,
    protocols: [options.protocol ?? 'ocpp1.6'],
    strictMode: true,
    // Of 2.1 it has no schemas of its own.
    ...(options.protocol === 'ocpp2.1' ? { strictModeValidators: [validator21()] } : {}),
    reconnect: false,
    callTimeoutMs: 30_000,
    ...(options.password === undefined ? {} : { password: options.password }),
  } as never) as any
  const violations: string[] = []
  client.on('strictValidationFailure', (event: { error: Error }) => violations.push(String(event.error)))
  client.on('badMessage', (event: { error: Error }) => violations.push(String(event.error)))
  const closed = new Promise<{ code: number; reason: string }>((resolve) => client.once('close', resolve))
  await client.connect()
  return {
    call: (action, payload) => client.call(action, payload),
    handle: (action, answer) => client.handle(action, ({ params }: { params: unknown }) => answer(params)),
    violations,
    closed,
    close: async () => {
      await client.close({ force: true }).catch(() => undefined)
    },
  }
}

function validator21(): unknown {
  const schemas = Object.entries(schemas21 as Record<string, object>).map(([name, schema]) => ({
    ...JSON.parse(JSON.stringify(schema), (_, value) =>
      // Its lists of words claim to be objects.
      value?.enum ? { ...value, additionalProperties: undefined } : value,
    ),
    $id: `urn:${name.replace(/Request$/, '.req').replace(/Response$/, '.conf')}`,
  }))
  return createValidator('ocpp2.1', schemas)
}
