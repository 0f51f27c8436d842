import { randomBytes } from 'node:crypto'
import { type IPublishPacket, MqttClient } from 'mqtt'
import type { MeterSource } from '#core/circuits/meter.ts'
import { openSocket } from './open-socket.ts'
import { readMessage, WrongMessage } from './read-message.ts'
import {
  createAllowance,
  createBackoff,
  linkErrorOf,
  type MeterReader,
  type Reach,
  type ReaderListener,
} from './reader.ts'

type MqttSource = Extract<MeterSource, { kind: 'mqtt' }>

/**
 * Reads a topic of a broker. What the broker has kept for us from earlier is no reading of now, unless it tells its own
 * time. A connection that is lost is opened again, after longer and longer waits.
 */
export function readMqtt(
  source: MqttSource,
  { password, reach, listener }: { password: string | null; reach: Reach; listener: ReaderListener },
): MeterReader {
  const backoff = createBackoff()
  const mayTake = createAllowance()
  let client: MqttClient | null = null
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  const again = (error: string | null) => {
    if (isStopped) return
    client?.end(true)
    client = null
    listener.link(false, error)
    clearTimeout(timer)
    timer = setTimeout(open, backoff.waitMs())
  }

  const open = () => {
    let error: string | null = null
    let hasEnded = false
    const opened = connect(source, { password, reach, failed: (cause) => (error ??= linkErrorOf(cause)) })
    client = opened
    // Errors after the end are the lib's own; without a listener they would end the process.
    opened.on('error', (cause) => {
      error ??= linkErrorOf(cause)
      opened.end(true)
    })
    opened.on('connect', () =>
      opened.subscribe(source.topic, { qos: 0 }, (cause, granted) => {
        if (cause || granted?.some(({ qos }) => qos >= 128)) {
          error ??= 'the topic was refused'
          opened.end(true)
        } else {
          backoff.succeeded()
          listener.link(true, null)
        }
      }),
    )
    opened.on('message', (_topic, payload, packet) => {
      if (client === opened && mayTake()) take(source, payload, packet, listener)
    })
    opened.on('close', () => {
      if (hasEnded || client !== opened) return
      hasEnded = true
      again(error ?? 'the connection was lost')
    })
  }

  open()
  return {
    stop() {
      isStopped = true
      clearTimeout(timer)
      client?.end(true)
      client = null
    },
  }
}

function connect(
  { url, username }: MqttSource,
  { password, reach, failed }: { password: string | null; reach: Reach; failed(cause: unknown): void },
): MqttClient {
  const { protocol, hostname, port } = new URL(url)
  const tls = protocol === 'mqtts:'
  const place = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (tls ? 8883 : 1883) : Number(port), tls }
  const client = new MqttClient(
    () => {
      const socket = openSocket(place, reach)
      // The parser gathers a packet as long as the broker says it is.
      let bytes = 0
      socket.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > mostBytesOfPacket) socket.destroy(new Error('the broker sends too much at once'))
      })
      client.on('packetreceive', () => {
        bytes = 0
      })
      socket.on('error', failed)
      return socket
    },
    {
      clientId: `voltyard-${randomBytes(6).toString('hex')}`,
      protocolVersion: 4,
      clean: true,
      keepalive: 30,
      connectTimeout: 10_000,
      // We wait longer each time, and open a client anew.
      reconnectPeriod: 0,
      manualConnect: true,
      ...(username === null ? {} : { username }),
      ...(password === null ? {} : { password }),
    },
  )
  // Not before the client is known to the stream; a forbidden address throws at once.
  process.nextTick(() => {
    try {
      client.connect()
    } catch (cause) {
      failed(cause)
      client.emit('close')
    }
  })
  return client
}

const mostBytesOfPacket = 256 * 1024

function take({ map }: MqttSource, payload: Buffer, packet: IPublishPacket, listener: ReaderListener): void {
  if (packet.retain && map.at === null) return
  try {
    listener.values(readMessage(payload, map))
  } catch (error) {
    if (!(error instanceof WrongMessage)) throw error
    listener.wrong(error.message)
  }
}
