import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeviationRule } from '#ocpp/deviations.ts'
import { logIn } from '#test/support/console.ts'
import { connectWire } from '#test/support/ocpp-wire.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, type System, startSystem } from '#test/support/system.ts'
import { deviations as german } from '../../console/src/i18n/de/deviations.ts'
import { deviations as english } from '../../console/src/i18n/en/deviations.ts'

const boot = { chargePointVendor: 'Acme', chargePointModel: 'One', firmwareVersion: '1.0' }
const status = { connectorId: 1, errorCode: 'NoError', status: 'Available' }

// A rule without a sentence does not compile.
const sentences: Record<DeviationRule, string>[] = [english.rule, german.rule]

test('what chargers do differently is counted by model and firmware, over connections and restarts', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2', 'CP-3'], tokens: ['CARD-12345'] })
  const [first, second, newer] = await Promise.all([
    bootedCharger(system, 'CP-1', boot),
    bootedCharger(system, 'CP-2', boot),
    bootedCharger(system, 'CP-3', { ...boot, firmwareVersion: '1.1' }),
  ])
  for (const charger of [first, second, newer]) {
    assert.equal((await charger.call('StatusNotification', { ...status, status: 'available' }))[0], 3)
  }
  assert.equal((await first.call('StatusNotification', { ...status, status: 'AVAILABLE' }))[0], 3)

  const found = await eventually(
    () => list(system, 'enum-case'),
    (items) => items.length === 2 && items.reduce((sum, { times }) => sum + times, 0) === 4,
    15_000,
  )
  const byFirmware = new Map(found.map((one) => [one.firmware, one]))
  const { times, vendor, model, action, charger, example } = byFirmware.get('1.0')!
  assert.deepEqual([times, vendor, model, action], [3, 'Acme', 'One', 'StatusNotification'])
  assert.ok(['CP-1', 'CP-2'].includes(charger.identity) && charger.id > 0)
  assert.match(example, /^\{"status":"available"\}$/i)
  assert.equal(byFirmware.get('1.1')!.times, 1)

  for (const { close } of [first, second, newer]) close()
  await system.restart()
  const again = await connectWire(system, 'CP-1')
  await again.call('StatusNotification', { ...status, status: 'available' })
  // Counted when the server stops, too, without any waiting.
  again.close()
  await system.restart()
  const kept = (await list(system, 'enum-case')).find((one) => one.firmware === '1.0')!
  assert.equal(kept.times, 4)
  assert.ok(kept.firstSeenAt <= kept.lastSeenAt)
})

test('whatever is tolerated is counted, and a message as it should be is not', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-12345'] })
  const charger = await connectWire(system, 'CP-1')
  const timestamp = new Date().toISOString()
  await charger.call('StatusNotification', status)
  await charger.call('BootNotification', { ...boot, serialNumber: 'not of the standard' })
  charger.send('')
  charger.send('[9,"nine","Heartbeat",{}]')
  charger.send('[3,"nobody",{}]')
  charger.send('[2,"no action"]')
  await charger.call('Heartbeat', {}, 17)
  await charger.call('StatusNotification', { ...status, timestamp: '2026-01-01T00:00:00' })
  await charger.call('StatusNotification', { ...status, timestamp: '1970-01-01T00:00:00Z' })
  await charger.call('StopTransaction', { transactionId: 0, meterStop: 5, timestamp })
  await charger.call('MeterValues', {
    connectorId: 1,
    meterValue: [{ timestamp, sampledValue: [{ value: 'NaN' }, { value: '5', unit: 'parsec' }] }],
  })
  await charger.call('StartTransaction', { connectorId: 1 })
  const command = system.admin('command.send', {
    charger: 'CP-1',
    request: { kind: 'reset', mode: 'soft' },
    deadlineSeconds: 20,
  })
  const [, id] = await charger.nextCall()
  charger.send(JSON.stringify([4, id, 'FormatViolation', '', {}]))
  await command
  await charger.call('DataTransfer', { vendorId: 'Acme', idTag: 'CARD-12345' })
  charger.close()
  await system.restart()

  const items = await list(system)
  const rules = new Map<string, any>(items.map((one) => [`${one.rule} ${one.action}`.trim(), one]))
  assert.deepEqual([...rules.keys()].toSorted(), [
    'answer-to-nothing',
    'error-code-unknown',
    'frame-empty',
    'frame-unknown-kind',
    'frame-unusable',
    'id-number Heartbeat',
    'message-quarantined StartTransaction',
    'placeholder-transaction StopTransaction',
    'sent-before-accepted StatusNotification',
    'stop-without-start StopTransaction',
    'timestamp-senseless StatusNotification',
    'timestamp-without-zone StatusNotification',
    'unit-unknown MeterValues',
    'unknown-dropped BootNotification',
    'unknown-dropped DataTransfer',
    'value-dropped MeterValues',
    'word-kept MeterValues',
  ])
  assert.equal(rules.get('error-code-unknown').example, 'FormatViolation')
  assert.equal(rules.get('timestamp-without-zone StatusNotification').example, '{"timestamp":"2026-01-01T00:00:00"}')
  const told = JSON.stringify(items)
  assert.ok(!told.includes('CARD-12345'), told)
  for (const { rule } of items) for (const texts of sentences) assert.ok(texts[rule as DeviationRule], rule)

  // Before it has said what it is, nobody can know.
  const before = await read(system, `select vendor, model, firmware from deviation where rule = 'sent-before-accepted'`)
  assert.deepEqual(before, [{ vendor: 'Acme', model: 'One', firmware: '1.0' }])
})

test('a charger that does as the standard says leaves no deviation', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'], tokens: ['CARD-1'] })
  const at = new Date().toISOString()
  const old = await system.connectCharger('CP-1')
  await old.call('BootNotification', boot)
  await old.call('StatusNotification', { ...status, timestamp: at })
  const start = { connectorId: 1, idTag: 'CARD-1', meterStart: 10, timestamp: at }
  const { transactionId } = await old.call('StartTransaction', start)
  const sampledValue = [{ value: '11', unit: 'Wh', measurand: 'Energy.Active.Import.Register' }]
  await old.call('MeterValues', { connectorId: 1, transactionId, meterValue: [{ timestamp: at, sampledValue }] })
  await old.call('StopTransaction', { transactionId, meterStop: 12, timestamp: at })
  const young = await system.connectCharger('CP-2', { protocol: 'ocpp2.0.1' })
  await young.call('BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Two' } })
  await young.call('StatusNotification', { timestamp: at, connectorStatus: 'Available', evseId: 1, connectorId: 1 })
  await Promise.all([old.close(), young.close()])
  await system.restart()
  assert.deepEqual(await list(system), [])
})

async function bootedCharger(system: System, identity: string, payload: object) {
  const charger = await connectWire(system, identity)
  assert.equal((await charger.call('BootNotification', payload))[0], 3)
  return charger
}

async function list(system: System, rule?: string): Promise<any[]> {
  const viewer = await logIn(system, { role: 'viewer' })
  const { status: code, body } = await viewer.get('deviations')
  assert.equal(code, 200)
  assert.equal(body.isWhole, true)
  return body.items.filter((one: any) => rule === undefined || one.rule === rule)
}
