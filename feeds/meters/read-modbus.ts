import type { Socket } from 'node:net'
import { client as modbus } from 'jsmodbus'
import type { MeterSource, ModbusRegister, ModbusRegisters } from '#core/circuits/meter.ts'
import { decodeRegister, wordsOf } from './decode-register.ts'
import { openSocket } from './open-socket.ts'
import { createBackoff, linkErrorOf, type MeterReader, type Reach, type ReaderListener } from './reader.ts'

type ModbusSource = Extract<MeterSource, { kind: 'modbus' }>

/**
 * Asks a meter for its registers, once in every interval. A meter that does not answer in time is connected to again,
 * after longer and longer waits.
 */
export function readModbus(
  source: ModbusSource,
  { intervalMs, reach, listener }: { intervalMs: number; reach: Reach; listener: ReaderListener },
): MeterReader {
  const backoff = createBackoff()
  let socket: Socket | null = null
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  const run = async () => {
    let error = 'the connection was lost'
    try {
      const opened = openSocket({ host: source.host, port: source.port, tls: false }, reach)
      socket = opened
      const meter = new modbus.TCP(opened, source.unit, answerMs)
      guard(opened)
      await connected(opened)
      for (let failures = 0; !isStopped; ) {
        const began = performance.now()
        const values = await poll(meter, source.registers)
        if (isStopped) return
        if (typeof values === 'string') {
          listener.link(true, null)
          listener.wrong(values)
          if (++failures >= mostFailures) throw new Error('the meter refuses every time')
        } else {
          failures = 0
          backoff.succeeded()
          listener.link(true, null)
          listener.values({ at: null, ...values })
        }
        await new Promise<void>((resolve) => {
          timer = setTimeout(resolve, Math.max(0, intervalMs - (performance.now() - began)))
        })
      }
    } catch (cause) {
      error = linkErrorOf(cause)
    } finally {
      socket?.destroy()
      socket = null
    }
    if (isStopped) return
    listener.link(false, error)
    timer = setTimeout(run, backoff.waitMs())
  }

  void run()
  return {
    stop() {
      isStopped = true
      clearTimeout(timer)
      socket?.destroy()
    },
  }
}

type Meter = InstanceType<typeof modbus.TCP>

/** The values, or why there are none though the meter answers. */
async function poll(meter: Meter, registers: ModbusRegisters) {
  const read = async (register: ModbusRegister | null): Promise<number | null> => {
    if (register === null) return null
    const words = await readWords(meter, registers.table, register)
    return decodeRegister(words, register, registers.wordOrder)
  }
  try {
    const amps = { L1: await read(registers.l1), L2: await read(registers.l2), L3: await read(registers.l3) }
    return { amps, powerW: await read(registers.power) }
  } catch (error) {
    const { err } = error as { err?: string }
    if (error instanceof RangeError) return error.message
    if (err === 'ModbusException') return 'the meter refuses to tell a register'
    throw err === 'Timeout' ? Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }) : error
  }
}

async function readWords(meter: Meter, table: ModbusRegisters['table'], { address, type }: ModbusRegister) {
  const count = wordsOf(type)
  const { response } = await (table === 'holding'
    ? meter.readHoldingRegisters(address, count)
    : meter.readInputRegisters(address, count))
  const words = response.body.valuesAsArray
  if (words.length !== count) throw new RangeError('the meter tells another number of registers')
  return words
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed')))
  })
}

/** Whatever the other side sends must neither fill the memory nor end the process. */
function guard(socket: Socket): void {
  let bytes = 0
  const [parse] = socket.listeners('data') as ((chunk: Buffer) => void)[]
  socket.removeAllListeners('data')
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    try {
      if (bytes > mostBytesAtOnce) throw new Error('too much')
      parse?.(chunk)
    } catch {
      socket.destroy()
    }
  })
  const write = socket.write.bind(socket)
  socket.write = ((...args: Parameters<typeof write>) => {
    bytes = 0
    return write(...args)
  }) as typeof socket.write
}

const answerMs = 3_000
const mostFailures = 5
const mostBytesAtOnce = 4_096
