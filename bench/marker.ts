import { writeError } from '#ocpp/rpc/write-frame.ts'
import { endpointOf } from '#simulator/endpoint.ts'
import { type Connection, openConnection } from '#simulator/socket/connection.ts'
import { describeClose } from '#simulator/socket/describe-close.ts'
import type { Credentials } from './station.ts'

/** A 1.6 charger that says what it is told to, when it is told to. */
export type Marker = {
  /** Sends the call at once, before it returns. */
  call(action: string, payload: object): Promise<Record<string, unknown>>
  close(): Promise<void>
}

/** Connects it; a connection that is lost later fails the calls that wait. */
export function connectMarker(url: string, { identity, password }: Credentials): Promise<Marker> {
  const waiting = new Map<string, PromiseWithResolvers<Record<string, unknown>>>()
  const opened = Promise.withResolvers<Marker>()
  let number = 0
  const connection: Connection = openConnection(
    { endpoint: endpointOf(url), version: '1.6', identity, password },
    {
      onOpen: () => opened.resolve({ call, close: () => connection.close() }),
      onText: (bytes) => {
        const [kind, id, payload] = JSON.parse(bytes.toString())
        // Calls of the server are of no interest here.
        if (kind === 2) return connection.send(writeError(id, '1.6', { kind: 'not-implemented' }))
        if (kind === 3) waiting.get(id)?.resolve(payload)
        else waiting.get(id)?.reject(new Error(`${identity} got ${bytes}`))
        waiting.delete(id)
      },
      onClose: (why) => {
        const error = new Error(`${identity}: ${describeClose(why)}`)
        opened.reject(error)
        for (const { reject } of waiting.values()) reject(error)
      },
    },
  )
  return opened.promise

  function call(action: string, payload: object) {
    const id = String(++number)
    const reply = Promise.withResolvers<Record<string, unknown>>()
    waiting.set(id, reply)
    connection.send(JSON.stringify([2, id, action, payload]))
    return reply.promise
  }
}
