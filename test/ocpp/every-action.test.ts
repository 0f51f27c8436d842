import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from '#core/commands/command.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import { schemasOf } from '#ocpp/rpc/schemas.ts'
import type { Schema } from '#ocpp/rpc/shape.ts'
import { createValidator } from '#ocpp/rpc/validate.ts'
import type { OcppVersion } from '#ocpp/rpc/version.ts'
import { breachesOf, exampleOf, wordsOf } from '../support/example-of-schema.ts'
import { type System, startSystem } from '../support/system.ts'

/** How many actions each version has, so that none is forgotten when a package changes. */
const versions = [
  { version: '1.6', actions: 39, fromCharger: 14 },
  { version: '2.0.1', actions: 64, fromCharger: 25 },
  { version: '2.1', actions: 91, fromCharger: 37 },
] as const

/** Every other action is ours. */
const ofChargers: Record<OcppVersion, ReadonlySet<string>> = {
  '1.6': new Set(
    `Authorize BootNotification DataTransfer DiagnosticsStatusNotification FirmwareStatusNotification Heartbeat
     LogStatusNotification MeterValues SecurityEventNotification SignCertificate SignedFirmwareStatusNotification
     StartTransaction StatusNotification StopTransaction`.split(/\s+/),
  ),
  '2.0.1': new Set(messagesOf2()),
  '2.1': new Set([
    ...messagesOf2(),
    ...`BatterySwap ClosePeriodicEventStream GetCertificateChainStatus NotifyDERAlarm NotifyDERStartStop
     NotifyPeriodicEventStream NotifyPriorityCharging NotifySettlement OpenPeriodicEventStream
     PullDynamicScheduleUpdate ReportDERControl VatNumberValidation`.split(/\s+/),
  ]),
}

function messagesOf2(): string[] {
  return `Authorize BootNotification ClearedChargingLimit DataTransfer FirmwareStatusNotification
    Get15118EVCertificate GetCertificateStatus Heartbeat LogStatusNotification MeterValues NotifyChargingLimit
    NotifyCustomerInformation NotifyDisplayMessages NotifyEVChargingNeeds NotifyEVChargingSchedule NotifyEvent
    NotifyMonitoringReport NotifyReport PublishFirmwareStatusNotification ReportChargingProfiles
    ReservationStatusUpdate SecurityEventNotification SignCertificate StatusNotification TransactionEvent`.split(/\s+/)
}

for (const { version, actions, fromCharger } of versions) {
  const schemas = schemasOf(version)
  const validator = createValidator(version)
  const isTransaction = new Set(['StartTransaction', 'StopTransaction', 'TransactionEvent', 'MeterValues'])

  test(`all ${actions} actions of OCPP ${version} are known`, () => {
    assert.equal(schemas.size, actions)
    assert.equal(ofChargers[version].size, fromCharger)
    for (const action of ofChargers[version]) assert.ok(schemas.has(action), action)
  })

  test(`OCPP ${version}: every message of a charger is answered as its schema says`, async (t) => {
    const { charger } = await start(t, version)
    for (const [action, { call, result }] of schemas) {
      if (!ofChargers[version].has(action) || !result) continue
      for (const whole of [false, true]) {
        await t.test(`${action}, ${whole ? 'with all that it can say' : 'with the least it has to say'}`, async () => {
          const payload = exampleOf(call, whole)
          assert.equal(validator.call(action, payload, 'strict').ok, true, JSON.stringify(payload))
          const [type, , answer] = await charger.call(action, payload)
          assert.equal(type, 3, `answered ${JSON.stringify(answer)}`)
          const checked = validator.result(action, answer, 'strict')
          assert.ok(checked.ok, JSON.stringify({ answer, checked }))
        })
      }
    }
  })

  test(`OCPP ${version}: every message of a charger that breaks its schema is refused by the version's own code`, async (t) => {
    const { charger } = await start(t, version, 'strict')
    for (const [action, { call, result }] of schemas) {
      if (!ofChargers[version].has(action) || !result) continue
      await t.test(action, async () => {
        for (const { what, payload } of breachesOf(call)) {
          const [type, , code, description, details] = await charger.call(action, payload)
          assert.equal(type, 4, `${what}: ${JSON.stringify(code)}`)
          assert.match(code, codes[version], what)
          assert.equal(typeof description, 'string')
          assert.deepEqual(details, {})
        }
      })
    }
  })

  test(`OCPP ${version}: a charger's transaction messages that make no sense are kept and acknowledged`, async (t) => {
    const { charger } = await start(t, version)
    for (const [action, { call }] of schemas) {
      if (!isTransaction.has(action)) continue
      for (const { what, payload } of breachesOf(call)) {
        await t.test(`${action}: ${what}`, async () => {
          const [type, , answer] = await charger.call(action, payload)
          assert.equal(type, 3)
          assert.equal(validator.result(action, answer, 'strict').ok, true)
        })
      }
    }
  })

  test(`OCPP ${version}: everything that can be asked of a charger can be asked, and its yes, its no and its error are told`, async (t) => {
    const { system, charger } = await start(t, version)
    let answer: (id: string) => unknown[] = (id) => [4, id, 'NotImplemented', '', {}]
    const received: unknown[] = []
    charger.socket.on('message', (data) => {
      const [type, id, action, payload] = JSON.parse(String(data))
      if (type !== 2 || (action === 'TriggerMessage' && !received.length)) return
      received.push([action, payload])
      charger.send(JSON.stringify(answer(id)))
    })
    for (const [action, { call, result }] of schemas) {
      if ((ofChargers[version].has(action) && action !== 'DataTransfer') || !result) continue
      await t.test(action, async () => {
        const payload = exampleOf(call)
        const yes = exampleOf(result)
        answer = (id) => [3, id, yes]
        const accepted = await ask(system, action, payload)
        assert.deepEqual(accepted.response, yes, accepted.reason ?? '')
        assert.equal(accepted.error, null)
        assert.ok(
          received.some((one) => JSON.stringify(one) === JSON.stringify([action, payload])),
          'word for word',
        )

        const no = refusalOf(result)
        if (no) {
          answer = (id) => [3, id, no]
          const refused = await ask(system, action, payload)
          assert.equal(refused.state, 'refused')
          assert.deepEqual(refused.response, no)
        }

        answer = (id) => [4, id, 'NotSupported', 'not here', { since: 'ever' }]
        const failed = await ask(system, action, payload)
        assert.deepEqual(failed.error, { code: 'NotSupported', description: 'not here', details: { since: 'ever' } })
      })
    }
  })
}

const codes: Record<OcppVersion, RegExp> = {
  '1.6': /^(FormationViolation|PropertyConstraintViolation|OccurenceConstraintViolation|TypeConstraintViolation)$/,
  '2.0.1': /^(FormatViolation|PropertyConstraintViolation|OccurrenceConstraintViolation|TypeConstraintViolation)$/,
  '2.1': /^(FormatViolation|PropertyConstraintViolation|OccurrenceConstraintViolation|TypeConstraintViolation)$/,
}

/** The answer with a status that means no, when there is one. */
function refusalOf(result: Schema): Record<string, unknown> | null {
  const words = wordsOf(result, 'status')
  const no = ['Rejected', 'Failed', 'NotSupported', 'Faulted', 'Unknown', 'UnlockFailed'].find((word) =>
    words.includes(word),
  )
  return no === undefined ? null : { ...exampleOf(result), status: no }
}

async function start(t: import('node:test').TestContext, version: OcppVersion, mode = 'lenient') {
  const system = await startSystem(t, { chargers: ['CP-1'], env: { VOLTYARD_MESSAGES_PER_SECOND: 'off' } })
  await system.server.storage.database.asOwner((owner) =>
    owner.query('update charger set validation_mode = $1', [mode]),
  )
  const charger = await system.connectRaw('CP-1', { protocols: [`ocpp${version}`] })
  const [, , answer] = await charger.call('BootNotification', boots[version])
  assert.equal(answer.status, 'Accepted')
  return { system, charger }
}

const boots: Record<OcppVersion, object> = {
  '1.6': { chargePointVendor: 'Maker', chargePointModel: 'One' },
  '2.0.1': { reason: 'PowerUp', chargingStation: { vendorName: 'Maker', model: 'One' } },
  '2.1': { reason: 'PowerUp', chargingStation: { vendorName: 'Maker', model: 'One' } },
}

function ask({ server }: System, action: string, payload: object): Promise<Command> {
  const ctx = server.storage.contextFor({ tenant: 1, actor: { kind: 'person', name: 'test' }, door: 'console' })
  return sendCommand(ctx, 'CP-1', { kind: 'custom', action, payload }, { deadlineSeconds: 20 })
}
