import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { forbidden, type Reach } from './reader.ts'

export type Place = { host: string; port: number; tls: boolean }

/** A name is checked when it is looked up, and the connection goes to the address that was checked. */
export function openSocket({ host, port, tls }: Place, { mayConnect, lookup }: Reach): Socket {
  if (isIP(host) !== 0 && !mayConnect(host)) throw Object.assign(new Error(forbidden), { why: 'forbidden' })
  const options = { host, port, lookup, timeout: connectMs }
  const socket = tls ? connectTls({ ...options, ...(isIP(host) === 0 ? { servername: host } : {}) }) : connect(options)
  socket.setNoDelay(true)
  const giveUp = () => socket.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }))
  socket.once('timeout', giveUp)
  socket.once(tls ? 'secureConnect' : 'connect', () => socket.off('timeout', giveUp).setTimeout(0))
  return socket
}

const connectMs = 10_000
