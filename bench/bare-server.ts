import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

// What no OCPP server can beat: `ws` alone, which reads every call and answers with a text that is there already.

const accepted = '{"status":"Accepted"}'
const now = '2026-01-01T00:00:00.000Z'

const answers: Record<string, string> = {
  Authorize: `{"idTagInfo":${accepted},"idTokenInfo":${accepted}}`,
  BootNotification: `{"status":"Accepted","currentTime":"${now}","interval":300}`,
  Heartbeat: `{"currentTime":"${now}"}`,
  MeterValues: '{}',
  StartTransaction: `{"transactionId":1,"idTagInfo":${accepted}}`,
  StatusNotification: '{}',
  StopTransaction: `{"idTagInfo":${accepted}}`,
  TransactionEvent: `{"idTokenInfo":${accepted}}`,
}

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', backlog: 4096, perMessageDeflate: false })
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const [, id, action] = JSON.parse(String(data))
    socket.send(`[3,${JSON.stringify(id)},${answers[action]}]`)
  })
})
server.on('listening', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`)
})
process.on('SIGTERM', () => process.exit())
