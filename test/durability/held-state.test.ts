import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDatabase } from '../support/database.ts'
import { bootOf, type Member } from '../support/durability-fleet.ts'
import { type ServerProcess, startServerProcess } from '../support/durability-server.ts'
import { rowsOf } from '../support/durability-storage.ts'
import { connectRawCharger, type RawCharger } from '../support/raw-charger.ts'

/** What a charger tells of one session; `id` is the number that it was given for it. */
type Step = (call: RawCharger['call'], id: number) => Promise<any>
type Course = { version: Member['version']; steps: Step[] }

const began = Date.now() - 240_000
const at = (seconds: number) => new Date(began + seconds * 1_000).toISOString()

const courses: Record<string, Course> = {
  'a 1.6 session with registers and state of charge': {
    version: '1.6',
    steps: [
      status16('Preparing', 0),
      start16({ meterStart: 12_000 }),
      status16('Charging', 2),
      values16(10, [register('12.3456789'), soc(41), power(7_400)]),
      values16(20, [register('13.1'), soc(47), power(11_000)]),
      values16(30, [register('14.0000004'), soc(55), power(3_000)]),
      stop16({ meterStop: 15_001 }),
      values16(45, [register('15.2'), soc(56)]),
    ],
  },
  'a 2.0.1 session without registers': {
    version: '2.0.1',
    steps: [
      event201(0, 'Started', 'Authorized', { watt: 0, soc: 20, chargingState: 'Charging', evse: true, token: true }),
      event201(1, 'Updated', 'MeterValuePeriodic', { watt: 60_000, soc: 21 }),
      event201(2, 'Updated', 'MeterValuePeriodic', { watt: 90_000.5, soc: 24 }),
      event201(3, 'Updated', 'MeterValuePeriodic', { watt: 30_000 }),
      event201(4, 'Ended', 'StopAuthorized', { watt: 0, soc: 26, token: true, stoppedReason: 'Local' }),
    ],
  },
  'a 2.0.1 session whose events come out of order': {
    version: '2.0.1',
    steps: [
      event201(0, 'Started', 'CablePluggedIn', { wh: 1_000, soc: 30, chargingState: 'EVConnected', evse: true }),
      event201(2, 'Updated', 'ChargingStateChanged', { wh: 2_000.12345, soc: 33, chargingState: 'Charging' }),
      event201(1, 'Updated', 'Authorized', { token: true }),
      event201(5, 'Ended', 'EVDeparted', { wh: 4_000, context: 'Transaction.End', stoppedReason: 'EVDisconnected' }),
      event201(3, 'Updated', 'MeterValuePeriodic', { wh: 2_500, soc: 40 }),
      event201(4, 'Updated', 'ChargingStateChanged', { wh: 3_500, soc: 44, chargingState: 'SuspendedEV' }),
    ],
  },
}

const endings = {
  'is killed': (server: ServerProcess) => server.killAndRestart(),
  'is restarted': (server: ServerProcess) => server.restart(),
}

for (const [how, end] of Object.entries(endings)) {
  test(`a session ends in the same record when the server ${how} after any of its messages`, async (t) => {
    const url = await createDatabase(t)
    const server = await startServerProcess(t, { databaseUrl: url })
    // Of each course, one charger for every place in it where the server may end; the last tells all before.
    const cuts = Object.entries(courses).flatMap(([name, course]) =>
      course.steps.map((_, index) => ({ name, ...course, before: index + 1 })),
    )
    const members = await server.addChargers(cuts.map(({ version }) => version))

    const given = await Promise.all(
      cuts.map(({ steps, before }, index) => {
        const boot: Step = (call) => call('BootNotification', bootOf(members[index]!))
        return tell(server.url, members[index]!, [boot, ...steps.slice(0, before)], 0)
      }),
    )
    await end(server)
    await Promise.all(
      cuts.map(({ steps, before }, index) => tell(server.url, members[index]!, steps.slice(before), given[index]!)),
    )

    for (const [name, { steps }] of Object.entries(courses)) {
      const records = await Promise.all(
        cuts.flatMap((cut, index) => (cut.name === name ? [recordOf(url, members[index]!)] : [])),
      )
      const whole = records.at(-1)!
      assert.equal(whole.sessions.length, 1, name)
      assert.equal(whole.sessions[0]!.state, 'finished', name)
      assert.ok(whole.sessions[0]!.energy_wh > 0, name)
      for (const [index, record] of records.entries()) {
        assert.deepEqual(record, whole, `${name}, ended after ${index + 1} of ${steps.length} messages`)
      }
    }
  })
}

async function tell(url: string, member: Member, steps: readonly Step[], known: number): Promise<number> {
  const { identity, password, version } = member
  const charger = await connectRawCharger(url, identity, { password, protocols: [`ocpp${version}`] })
  let id = known
  for (const step of steps) {
    const [kind, , answer] = await step(charger.call, id)
    assert.equal(kind, 3, JSON.stringify(answer))
    id = answer.transactionId ?? id
  }
  charger.close()
  return id
}

/** All that is stored of the charger's session, without what numbers and clocks of the server make different. */
async function recordOf(url: string, { identity }: Member) {
  const of = `from session s join charger c on c.id = s.charger_id`
  const sessions = await rowsOf(
    url,
    `select s.state, s.ocpp_evse, s.connector, s.connector_number, s.token_uid, s.decision, s.started_at::text,
            s.ended_at::text, s.plugged_at::text, s.unplugged_at::text, s.charging_state, s.initial_soc, s.end_soc,
            s.energy_wh::float8 as energy_wh, s.energy_method, s.end_reason, s.flags, s.evidence,
            s.record_no is not null as is_published ${of} where c.identity = $1`,
    [identity],
  )
  const readings = await rowsOf(
    url,
    `select m.at::text, m.context, m.energy_wh::text, m.soc_percent, m.flags ${of} join meter_reading m on m.session_id = s.id
      where c.identity = $1 order by m.at, m.context, m.energy_wh`,
    [identity],
  )
  const facts = await rowsOf(
    url,
    `select f.kind, f.body ${of} join fact f on f.subject_id = s.id and f.kind like 'session.%'
      where c.identity = $1 order by f.id`,
    [identity],
  )
  return { sessions, readings, facts }
}

type Sample = { value: string; measurand?: string; unit?: string }

function register(kWh: string): Sample {
  return { value: kWh, measurand: 'Energy.Active.Import.Register', unit: 'kWh' }
}

function power(watt: number): Sample {
  return { value: String(watt), measurand: 'Power.Active.Import', unit: 'W' }
}

function soc(percent: number): Sample {
  return { value: String(percent), measurand: 'SoC', unit: 'Percent' }
}

function status16(status: string, seconds: number): Step {
  return (call) => call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status, timestamp: at(seconds) })
}

function start16({ meterStart }: { meterStart: number }): Step {
  return (call) => call('StartTransaction', { connectorId: 1, idTag: 'CARD-1', meterStart, timestamp: at(1) })
}

function values16(seconds: number, sampledValue: Sample[]): Step {
  return (call, transactionId) =>
    call('MeterValues', { connectorId: 1, transactionId, meterValue: [{ timestamp: at(seconds), sampledValue }] })
}

function stop16({ meterStop }: { meterStop: number }): Step {
  const reason = 'EVDisconnected'
  return (call, transactionId) =>
    call('StopTransaction', { transactionId, idTag: 'CARD-1', meterStop, timestamp: at(40), reason })
}

type Event201 = {
  wh?: number
  watt?: number
  soc?: number
  context?: string
  chargingState?: string
  stoppedReason?: string
  evse?: boolean
  token?: boolean
}

function event201(seqNo: number, eventType: string, triggerReason: string, told: Event201): Step {
  const { wh, watt, soc: percent, context = 'Sample.Periodic', chargingState, stoppedReason, evse, token } = told
  const sampledValue = [
    ...(wh === undefined ? [] : [{ value: wh, context }]),
    ...(watt === undefined ? [] : [{ value: watt, context, measurand: 'Power.Active.Import' }]),
    ...(percent === undefined ? [] : [{ value: percent, context, measurand: 'SoC' }]),
  ]
  const timestamp = at(seqNo * 10)
  const event = {
    eventType,
    triggerReason,
    seqNo,
    timestamp,
    transactionInfo: { transactionId: 'tx-1', chargingState, stoppedReason },
    ...(sampledValue.length > 0 && { meterValue: [{ timestamp, sampledValue }] }),
    ...(evse && { evse: { id: 1, connectorId: 1 } }),
    ...(token && { idToken: { idToken: 'CARD-1', type: 'ISO14443' } }),
  }
  return (call) => call('TransactionEvent', event)
}
