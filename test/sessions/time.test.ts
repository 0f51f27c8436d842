import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type SessionBench, sessionBench } from '../support/session-bench.ts'
import { read, recordsOf, sessionsOf, statusReportsOf } from '../support/session-rows.ts'
import { type System, startSystem } from '../support/system.ts'

test('what the stamps of chargers mean', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const { system } = bench

  const spellings: [name: string, offsetHours: number, spell: (local: string) => string][] = [
    ['Q-059: with a zone of hours alone', 3, (local) => `${local}+03`],
    ['with a zone without colon', -5, (local) => `${local}-0500`],
    ['with a comma and many digits', 0, (local) => `${local},000000Z`],
    ['in lower case, with a blank', 0, (local) => `${local.replace('T', ' ')}z`],
  ]
  for (const [name, offsetHours, spell] of spellings) {
    await t.test(`a stamp ${name} is understood`, async () => {
      const { identity, raw } = await rawCharger(bench)
      const at = secondsAgo(30)
      const stamp = spell(localText(at, offsetHours))
      assert.equal((await status(raw, 'Available', stamp))[0], 3)
      assert.equal((await statusReportsOf(system, identity))[0]!.reported_at.getTime(), at)
    })
  }

  await t.test("Q-060: a stamp without a zone is in the charger's own, if that is known", async () => {
    const { identity, raw } = await rawCharger(bench, 'Asia/Kathmandu')
    const at = secondsAgo(30)
    await status(raw, 'Available', localText(at, 5.75))
    assert.equal((await statusReportsOf(system, identity))[0]!.at.getTime(), at)
  })

  await t.test(
    'Q-060: a zone that nobody told is learned from what is sent at once, and used for what was kept',
    async () => {
      const { identity, raw } = await rawCharger(bench)
      const [now, earlier] = [secondsAgo(2), secondsAgo(3_000)]
      await status(raw, 'Available', localText(now, 2))
      const [, , { transactionId }] = await start(raw, { timestamp: localText(earlier, 2) })
      await stop(raw, { transactionId, timestamp: localText(now, 2) })
      const [record] = await recordsOf(await bench.depot(), identity)
      assert.deepEqual([record!.StartAt, record!.EndAt], [isoText(earlier), isoText(now)])
    },
  )

  for (const stamp of ['1970-01-01T00:00:00.740Z', '0001-01-01T00:00:00Z', '']) {
    await t.test(`Q-061, Q-063: a status of ${JSON.stringify(stamp)} happened when it came`, async () => {
      const { identity, raw } = await rawCharger(bench)
      const before = Date.now()
      await status(raw, 'Preparing', new Date(before - 60_000).toISOString())
      assert.equal((await status(raw, 'Charging', stamp))[0], 3)
      const report = (await statusReportsOf(system, identity)).find((one) => one.status === 'Charging')!
      assert.equal(report.reported_at, null)
      assert.ok(report.at.getTime() >= before && report.at.getTime() <= Date.now() + 1)
      assert.equal(await currentStatus(system, identity), 'Charging')
    })
  }

  await t.test('Q-062: local time stamped Z does not freeze the state once the clock is right', async () => {
    const { identity, raw } = await rawCharger(bench)
    for (const status16 of ['Available', 'Preparing', 'Charging', 'SuspendedEV', 'Charging']) {
      await status(raw, status16, isoText(Date.now() + 7_200_000))
    }
    const [{ clock }] = (await chargerState(system, identity)) as [Record<string, any>]
    assert.equal(Math.round(clock.skewMs / 60_000), 120)
    assert.equal(clock.level, 'alert')
    await status(raw, 'Finishing', isoText(Date.now()))
    assert.equal(await currentStatus(system, identity), 'Finishing')
    const [{ changed_at }] = (await currentStates(system, identity)) as [Record<string, any>]
    assert.ok(changed_at.getTime() <= Date.now() + 1)
  })

  await t.test('Q-067: a status older than the known one is history only', async () => {
    const { identity, raw } = await rawCharger(bench)
    await status(raw, 'Charging', isoText(secondsAgo(10)))
    await status(raw, 'Preparing', isoText(secondsAgo(60)))
    assert.equal(await currentStatus(system, identity), 'Charging')
    const history = (await statusReportsOf(system, identity)).map((report) => report.status)
    assert.deepEqual(history, ['Preparing', 'Charging'])
  })

  for (const hours of [23.5, -24]) {
    await t.test(`F7: a clock that is ${hours} hours off changes neither energy nor duration`, async () => {
      const { identity, raw } = await rawCharger(bench)
      const off = hours * 3_600_000
      const [begin, end] = [secondsAgo(1_800) + off, secondsAgo(5) + off]
      const [, , { transactionId }] = await start(raw, { timestamp: isoText(begin) })
      await stop(raw, { transactionId, meterStop: 6_000, timestamp: isoText(end) })
      const [record] = await recordsOf(await bench.depot(), identity)
      assert.deepEqual([record!.StartAt, record!.EndAt], [isoText(begin), isoText(end)])
      assert.equal(record!.EnergyDelivered, 5_000)
      // When it was received is stored beside what was said.
      const [session] = await sessionsOf(system, identity)
      assert.ok(Math.abs(session!.opened_at.getTime() - Date.now()) < 60_000)
    })
  }

  await t.test('F7: a clock that was never set gives a session at its arrival, with its energy, flagged', async () => {
    const { identity, raw } = await rawCharger(bench)
    const before = Date.now()
    const [, , { transactionId }] = await start(raw, { timestamp: '1970-01-01T00:00:31Z' })
    await stop(raw, { transactionId, meterStop: 1_900, timestamp: '1970-01-01T00:31:00Z' })
    const [record] = await recordsOf(await bench.depot(), identity)
    assert.equal(record!.EnergyDelivered, 900)
    assert.ok(Date.parse(record!.StartAt) >= before - 1 && record!.EndAt >= record!.StartAt)
    assert.ok((await sessionsOf(system, identity))[0]!.flags.includes('time-estimated'))
  })

  await t.test('F7: a clock that is set during the session tells its end', async () => {
    const { identity, raw } = await rawCharger(bench)
    const [, , { transactionId }] = await start(raw, { timestamp: '1970-01-01T00:00:31Z' })
    const end = isoText(Date.now() + 1_000)
    await stop(raw, { transactionId, meterStop: 1_900, timestamp: end })
    const [record] = await recordsOf(await bench.depot(), identity)
    assert.deepEqual([record!.EndAt, record!.EnergyDelivered], [end, 900])
  })

  await t.test('F7: a clock that is stably two hours off is corrected for the sessions after that', async () => {
    const { identity, raw } = await rawCharger(bench)
    const skew = 7_200_000
    for (let count = 0; count < 20; count += 1) {
      await status(raw, count % 2 ? 'Available' : 'Preparing', isoText(Date.now() + skew))
    }
    const [begin, end] = [secondsAgo(600), secondsAgo(5)]
    const [, , { transactionId }] = await start(raw, { timestamp: isoText(begin + skew) })
    await stop(raw, { transactionId, meterStop: 1_900, timestamp: isoText(end + skew) })
    const [record] = await recordsOf(await bench.depot(), identity)
    assert.deepEqual([record!.StartAt, record!.EndAt], [isoText(begin), isoText(end)])
  })

  await t.test('F7: an hour that comes twice in autumn neither loses nor doubles a session', async () => {
    // Half past two in Amsterdam, the second time: 01:30 UTC on 25 October 2026.
    const at = Date.parse('2026-10-25T01:30:00Z')
    const node = await startSystem(t, { now: () => Temporal.Instant.fromEpochMilliseconds(at + 60_000) })
    await node.addCharger('CP-1')
    await read(node, `update charger set time_zone = 'Europe/Amsterdam'`)
    const raw = await node.connectRaw('CP-1')
    const [, , { transactionId }] = await start(raw, { timestamp: '2026-10-25T02:30:00' })
    await stop(raw, { transactionId, timestamp: '2026-10-25T02:30:30' })
    const [session, ...others] = await sessionsOf(node, 'CP-1')
    assert.deepEqual(others, [])
    assert.deepEqual([session!.started_at.getTime(), session!.ended_at.getTime()], [at, at + 30_000])
  })
})

type Raw = { call(action: string, payload: unknown): Promise<any> }

let count = 0

async function rawCharger({ system }: SessionBench, timeZone: string | null = null) {
  const identity = `CP-T${++count}`
  await system.addCharger(identity)
  await read(system, 'update charger set time_zone = $2 where identity = $1', [identity, timeZone])
  return { identity, raw: (await system.connectRaw(identity)) as Raw }
}

function status(raw: Raw, status16: string, timestamp: string): Promise<any> {
  return raw.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: status16, timestamp })
}

function start(raw: Raw, message: object): Promise<any> {
  return raw.call('StartTransaction', { connectorId: 1, idTag: 'CARD-1', meterStart: 1_000, ...message })
}

function stop(raw: Raw, message: object): Promise<any> {
  return raw.call('StopTransaction', { meterStop: 1_000, ...message })
}

function currentStates(system: System, identity: string) {
  const text = 'select s.* from evse_state s join charger c on c.id = s.charger_id where c.identity = $1'
  return read(system, text, [identity])
}

async function currentStatus(system: System, identity: string): Promise<string> {
  return (await currentStates(system, identity))[0]!.status
}

function chargerState(system: System, identity: string) {
  const text = 'select s.* from charger_state s join charger c on c.id = s.charger_id where c.identity = $1'
  return read(system, text, [identity])
}

/** A whole second. */
function secondsAgo(seconds: number): number {
  return Math.round(Date.now() / 1_000 - seconds) * 1_000
}

function isoText(ms: number): string {
  return new Date(ms).toISOString()
}

/** What a clock on the wall shows there: no zone, no fractions. */
function localText(ms: number, offsetHours: number): string {
  return isoText(ms + offsetHours * 3_600_000).slice(0, 19)
}
