import type { OcppVersion } from '#ocpp/rpc/version.ts'
import { openConnection } from '#simulator/socket/connection.ts'

/** A call of the server, as the charger got it. */
export type Received = { identity: string; action: string; atMs: number; isEarly: boolean }

export type StormCharger = {
  /** Resolves when it has told all that it had to tell; rejects when anything went wrong before. */
  told: Promise<void>
  close(): Promise<void>
}

type Options = {
  url: string
  identity: string
  password: string
  version: OcppVersion
  /** What the session that it kept while it was away has delivered. */
  energyWh: number
  /** Told of every call of the server; it is `isEarly` while something is still to be told. */
  onCall(call: Received): void
  /** It has booted, and has not told of its session yet. */
  onBooted(): void
}

/**
 * A charger that was away for an hour and has kept a whole session: it boots, tells its session message by message, and
 * says yes to whatever it is asked. It holds next to nothing, so that thousands fit into a test.
 */
export function connectStormCharger(options: Options): StormCharger {
  const { identity, password, version, energyWh, onCall, onBooted } = options
  const { promise: told, resolve, reject } = Promise.withResolvers<void>()
  const story = version === '1.6' ? story16(energyWh) : story2(energyWh)
  let lastId = 0
  let hasTold = false
  const connection = openConnection(
    { endpoint: `${options.url.replace(/^http/, 'ws')}/ocpp`, identity, password, version },
    {
      onOpen: () => tell(undefined),
      onText: (bytes) => {
        const [type, id, action] = JSON.parse(bytes.toString())
        if (type === 2) {
          onCall({ identity, action, atMs: performance.now(), isEarly: !hasTold })
          connection.send(JSON.stringify([3, id, { status: action === 'UnlockConnector' ? 'Unlocked' : 'Accepted' }]))
        } else if (type === 3 && id === String(lastId)) tell(action)
        else reject(new Error(`${identity}: ${bytes}`))
      },
      onClose: (why) => reject(new Error(`${identity}: ${JSON.stringify(why)}`)),
    },
  )
  // Who does not wait for it hears of it by what is missing in the end.
  told.catch(() => undefined)

  function tell(answer: any): void {
    if (lastId === 1) {
      if (answer.status !== 'Accepted') reject(new Error(`${identity}: booted as ${answer.status}`))
      onBooted()
    }
    const next = story.next(answer)
    if (next.done) {
      hasTold = true
      resolve()
      return
    }
    lastId += 1
    connection.send(JSON.stringify([2, String(lastId), ...next.value]))
  }

  return { told, close: () => connection.close() }
}

type Story = Generator<[action: string, payload: object], void, any>

function* story16(energyWh: number): Story {
  yield ['BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' }]
  const start = { connectorId: 1, idTag: 'CARD-1', meterStart: 1_000, timestamp: minutesAgo(60) }
  const { transactionId } = yield ['StartTransaction', start]
  const meterValue = [{ timestamp: minutesAgo(30), sampledValue: [{ value: String(1_000 + energyWh / 2) }] }]
  yield ['MeterValues', { connectorId: 1, transactionId, meterValue }]
  yield ['StopTransaction', { transactionId, meterStop: 1_000 + energyWh, timestamp: minutesAgo(10) }]
}

function* story2(energyWh: number): Story {
  yield ['BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Two' } }]
  const event = (seqNo: number, eventType: string, wh: number, context: string, more: object = {}) => {
    const timestamp = minutesAgo(60 - 20 * seqNo)
    const meterValue = [{ timestamp, sampledValue: [{ value: 1_000 + wh, context }] }]
    const transactionInfo = { transactionId: 'kept' }
    return {
      eventType,
      triggerReason: 'Trigger',
      seqNo,
      timestamp,
      offline: true,
      meterValue,
      transactionInfo,
      ...more,
    }
  }
  const idToken = { idToken: 'CARD-1', type: 'ISO14443' }
  const evse = { id: 1, connectorId: 1 }
  yield ['TransactionEvent', event(0, 'Started', 0, 'Transaction.Begin', { idToken, evse })]
  yield ['TransactionEvent', event(1, 'Updated', energyWh / 2, 'Sample.Periodic')]
  yield ['TransactionEvent', event(2, 'Ended', energyWh, 'Transaction.End')]
}

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString()
}
