import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'

/** One message that a charger has to tell, and what came of it. */
export type Told = {
  charger: string
  action: string
  /** The session it speaks of, counted by its charger; -1 outside sessions. */
  session: number
  payload: any
  /** How often it was sent, each time under another message id. */
  messageIds: string[]
  answer: any
}

export type Session = { charger: string; wireId: string; startedAt: string; energyWh: number }

/** What the chargers of a fleet know for certain, to be compared with the database. */
export type Journal = {
  told: Told[]
  finished: Session[]
  /** Calls that were answered with an error. */
  refusals: string[]
  connects: number
}

export type Fleet = {
  journal: Journal
  /** Resolves when that many more messages were acknowledged. */
  acknowledged(more: number): Promise<void>
  /** Lets every charger end its session and deliver all that it has to tell. */
  finish(): Promise<void>
}

export type Member = { identity: string; password: string; version: '1.6' | '2.0.1' }

/**
 * Chargers under continuous load. Each makes one call at a time; what is not acknowledged it keeps, and repeats it
 * under a new message id once it is connected again, before anything else.
 */
export function startFleet(url: string, members: readonly Member[], random: () => number): Fleet {
  const journal: Journal = { told: [], finished: [], refusals: [], connects: 0 }
  const stopping = new AbortController()
  const chargers = members.map((member) => runCharger({ url, member, journal, random, stopping: stopping.signal }))
  const all = Promise.all(chargers)
  all.catch(() => undefined)
  return {
    journal,
    async acknowledged(more) {
      const wanted = journal.told.length + more
      const began = performance.now()
      while (journal.told.length < wanted) {
        if (performance.now() - began > 60_000) throw new Error(`nothing is acknowledged: ${journal.refusals.join()}`)
        await Promise.race([sleep(10), all])
      }
    },
    async finish() {
      stopping.abort()
      await all
    },
  }
}

type Life = { url: string; member: Member; journal: Journal; random: () => number; stopping: AbortSignal }

async function runCharger(life: Life): Promise<void> {
  const { member, random, stopping } = life
  const line = new Line(life)
  try {
    await line.tell('BootNotification', bootOf(member))
    for (let session = 0, meterWh = 1_000; !stopping.aborted; session++) {
      const energyWh = 100 + Math.floor(random() * 900)
      const charge = member.version === '1.6' ? charge16 : charge201
      await charge(line, { life, session, meterWh, energyWh })
      meterWh += energyWh
    }
  } finally {
    line.close()
  }
}

export function bootOf({ version }: Member): object {
  if (version === '1.6') return { chargePointVendor: 'Acme', chargePointModel: 'One' }
  return { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Two' } }
}

type Charge = { life: Life; session: number; meterWh: number; energyWh: number }

async function charge16(line: Line, { life, session, meterWh, energyWh }: Charge): Promise<void> {
  const { journal, member } = life
  const status = (is: string) =>
    line.say('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: is, timestamp: stamp() })
  await status('Preparing')
  const startedAt = stamp()
  const start = { connectorId: 1, idTag: 'CARD-1', meterStart: meterWh, timestamp: startedAt }
  const { transactionId } = await line.tell('StartTransaction', start, session)
  await status('Charging')
  for (const part of parts) {
    const value = String(meterWh + Math.floor(energyWh * part))
    const meterValue = [{ timestamp: stamp(), sampledValue: [{ value }] }]
    await line.tell('MeterValues', { connectorId: 1, transactionId, meterValue }, session)
  }
  const stop = { transactionId, idTag: 'CARD-1', meterStop: meterWh + energyWh, timestamp: stamp() }
  await line.tell('StopTransaction', stop, session)
  journal.finished.push({ charger: member.identity, wireId: String(transactionId), startedAt, energyWh })
  await status('Available')
}

async function charge201(line: Line, { life, session, meterWh, energyWh }: Charge): Promise<void> {
  const { journal, member } = life
  const transactionId = `tx-${session}`
  const status = (connectorStatus: string) =>
    line.say('StatusNotification', { evseId: 1, connectorId: 1, connectorStatus, timestamp: stamp() })
  let seqNo = 0
  const event = async (eventType: string, triggerReason: string, wh: number, context: string, more: object = {}) => {
    const timestamp = stamp()
    const meterValue = [{ timestamp, sampledValue: [{ value: wh, context }] }]
    const transactionInfo = { transactionId, ...(more as { transactionInfo?: object }).transactionInfo }
    const payload = { eventType, triggerReason, seqNo: seqNo++, timestamp, meterValue, ...more, transactionInfo }
    await line.tell('TransactionEvent', payload, session)
    return timestamp
  }
  await status('Occupied')
  const startedAt = await event('Started', 'Authorized', meterWh, 'Transaction.Begin', {
    idToken: { idToken: 'CARD-1', type: 'ISO14443' },
    evse: { id: 1, connectorId: 1 },
    transactionInfo: { chargingState: 'Charging' },
  })
  for (const part of parts) {
    await event('Updated', 'MeterValuePeriodic', meterWh + Math.floor(energyWh * part), 'Sample.Periodic')
  }
  await event('Ended', 'EVDeparted', meterWh + energyWh, 'Transaction.End', {
    transactionInfo: { stoppedReason: 'EVDisconnected' },
  })
  journal.finished.push({ charger: member.identity, wireId: transactionId, startedAt, energyWh })
  await status('Available')
}

const parts = [0.2, 0.5, 0.8]
const stamp = () => new Date().toISOString()

/** A charger's connection, opened again whenever it is lost. */
class Line {
  readonly #life: Life
  #socket: WebSocket | null = null
  #settle: ((frame: any[] | null) => void) | null = null

  constructor(life: Life) {
    this.#life = life
  }

  /** Tells it until it is acknowledged. */
  async tell(action: string, payload: object, session = -1): Promise<any> {
    const { journal, member } = this.#life
    const told: Told = { charger: member.identity, action, session, payload, messageIds: [], answer: null }
    for (;;) {
      const frame = await this.#send(told)
      if (frame?.[0] === 3) return frame[2]
      if (frame) journal.refusals.push(`${member.identity} ${action}: ${JSON.stringify(frame.slice(2))}`)
      await sleep(100)
    }
  }

  /** Tells it once: a charger does not keep what is soon outdated. */
  async say(action: string, payload: object): Promise<void> {
    const told: Told = {
      charger: this.#life.member.identity,
      action,
      session: -1,
      payload,
      messageIds: [],
      answer: null,
    }
    await this.#send(told)
  }

  close(): void {
    this.#socket?.terminate()
  }

  /** The answer; null when the connection was lost before it came. */
  async #send(told: Told): Promise<any[] | null> {
    const { journal, random } = this.#life
    const socket = this.#socket ?? (await this.#connect())
    await sleep(20 + random() * 60)
    const id = randomUUID()
    told.messageIds.push(id)
    const frame = await new Promise<any[] | null>((resolve, reject) => {
      if (socket.readyState !== socket.OPEN) return resolve(null)
      const timer = setTimeout(() => reject(new Error(`${told.charger}: no answer to ${told.action}`)), 60_000)
      this.#settle = (answer) => {
        if (answer && answer[1] !== id) return
        clearTimeout(timer)
        resolve(answer)
      }
      socket.send(JSON.stringify([2, id, told.action, told.payload]))
    })
    this.#settle = null
    if (frame?.[0] === 3) journal.told.push({ ...told, answer: frame[2] })
    return frame
  }

  async #connect(): Promise<WebSocket> {
    const { url, member, journal } = this.#life
    const authorization = `Basic ${Buffer.from(`${member.identity}:${member.password}`).toString('base64')}`
    for (const began = performance.now(); ; ) {
      const address = `${url.replace(/^http/, 'ws')}/ocpp/${member.identity}`
      const socket = new WebSocket(address, [`ocpp${member.version}`], { headers: { authorization } })
      const isOpen = await new Promise<boolean>((resolve) => {
        socket.once('open', () => resolve(true))
        socket.once('error', () => resolve(false))
      })
      if (isOpen) {
        journal.connects++
        this.#listen(socket)
        return socket
      }
      if (performance.now() - began > 60_000) throw new Error(`${member.identity} cannot connect`)
      await sleep(100)
    }
  }

  #listen(socket: WebSocket): void {
    this.#socket = socket
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null
      this.#settle?.(null)
    })
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data))
      if (frame[0] === 2) socket.send(JSON.stringify([4, frame[1], 'NotImplemented', '', {}]))
      else this.#settle?.(frame)
    })
  }
}

/** Random numbers that a seed repeats. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** DURABILITY_SEED repeats the moments of a run that failed. */
export function chosenSeed(): number {
  return Number(process.env.DURABILITY_SEED ?? Math.floor(Math.random() * 2 ** 31))
}
