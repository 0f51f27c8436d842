import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { limitHalfOpen } from './half-open.ts'

test('S30: an address has so many sockets without a request, and others are not held up', async (t) => {
  const http = createServer((_, response) => response.end('here'))
  limitHalfOpen(http, 3)
  await once(http.listen(0, '127.0.0.1'), 'listening')
  const { port } = http.address() as AddressInfo
  const sockets: Socket[] = []
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    http.close()
  })
  const open = async (localAddress: string) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress })
    sockets.push(socket)
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    return socket
  }
  const ask = async (socket: Socket) => {
    socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n')
    return String(await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => 'closed')]))
  }

  const silent = [await open('127.0.0.2'), await open('127.0.0.2'), await open('127.0.0.2')]
  const [tooMany] = [await open('127.0.0.2')]
  await once(tooMany!.resume(), 'close')
  assert.match(await ask(await open('127.0.0.3')), /200 OK/)

  assert.match(await ask(silent[0]!), /200 OK/)
  assert.match(await ask(await open('127.0.0.2')), /200 OK/)

  silent[1]!.destroy()
  await once(silent[1]!, 'close')
  assert.match(await ask(await open('127.0.0.2')), /200 OK/)
})
