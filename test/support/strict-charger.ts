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
  // Read when it is needed: it compiles all its schemas as it is loaded.
  const { RPCClient } = await import('ocpp-rpc')
  const endpoint = `${url.replace(/^http/, 'ws')}/ocpp${options.tenant ? `/${options.tenant}` : ''}`
  const client = new RPCClient({
    endpoint,
    identity,
    protocols: [options.protocol ?? 'ocpp1.6'],
    strictMode: true,
    // Of 2.1 it has no schemas of its own.
    ...(options.protocol === 'ocpp2.1' ? { strictModeValidators: [await validator21()] } : {}),
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

let known21: Promise<unknown> | undefined

/** Made once in a process, for it takes as long as a server's start. */
function validator21(): Promise<unknown> {
  known21 ??= makeValidator21()
  return known21
}

async function makeValidator21(): Promise<unknown> {
  const { createValidator } = await import('ocpp-rpc')
  const schemas21 = await import('typed-ocpp/dist/ocpp21/schemas.js')
  const schemas = Object.entries(schemas21 as Record<string, object>).map(([name, schema]) => ({
    ...JSON.parse(JSON.stringify(schema), (_, value) =>
      // Its lists of words claim to be objects.
      value?.enum ? { ...value, additionalProperties: undefined } : value,
    ),
    $id: `urn:${name.replace(/Request$/, '.req').replace(/Response$/, '.conf')}`,
  }))
  return createValidator('ocpp2.1', schemas)
}
