import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { sendCommand } from '#core/commands/send-command.ts'
import { createDialects } from '#ocpp/dialect.ts'
import { schemasOf } from '#ocpp/rpc/schemas.ts'
import type { OcppVersion } from '#ocpp/rpc/version.ts'
import { advanceCampaigns } from '#server/advance-campaigns.ts'
import { settleExpectedStarts } from '#server/jobs.ts'
import { takeSilentReports } from '#server/provision-chargers.ts'
import { expireErrands } from '#storage/errand-feed.ts'
import { exampleOf } from '../support/example-of-schema.ts'
import { connectWire, type Wire } from '../support/ocpp-wire.ts'
import { read } from '../support/session-rows.ts'
import { eventually, type System, startSystem } from '../support/system.ts'

// The line is lost at the worst moments of everything that can be asked of a charger. Nothing may wait for ever.

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  const dialect = createDialects([version]).get(version)!
  const schemas = schemasOf(version)
  const asked = [...schemas].filter(([action, { result }]) => result && !dialect.handlers.has(action))
  const withErrand = asked.filter(([action, { call }]) => dialect.errandOfCall(action, exampleOf(call)) !== null)

  test(`a ${version} charger that is cut off while it is asked for anything leaves nothing hanging`, async (t) => {
    assert.ok(asked.length >= 25 && withErrand.length >= 3, `${asked.length}, ${withErrand.length}`)
    const { system, connect } = await start(t, version)

    for (const [action, { call }] of asked) {
      await t.test(`${action}: cut when the call has come`, async () => {
        const charger = await connect()
        const command = ask(system, action, exampleOf(call))
        assert.equal((await nextOf(charger, action))[2], action)
        charger.close()
        const { state, error } = await command
        assert.equal(state, 'timed_out')
        assert.equal(error?.code, 'Timeout')
      })
    }

    for (const [action, { call, result }] of withErrand) {
      const middle = middles[action]!
      for (const when of ['cut when it has said yes', 'cut in the middle of what follows'] as const) {
        await t.test(`${action}: ${when}`, async () => {
          const charger = await connect()
          const payload = exampleOf(call)
          const command = ask(system, action, payload)
          const received = await nextOf(charger, action)
          charger.answer(received, {
            ...exampleOf(result!),
            ...('status' in exampleOf(result!) && { status: 'Accepted' }),
          })
          assert.equal((await command).state, 'accepted')
          if (when === 'cut in the middle of what follows') {
            const said = { ...exampleOf(schemas.get(middle.action)!.call), ...middle.payload }
            const about = 'requestId' in payload ? { requestId: payload.requestId } : {}
            const [type] = await charger.call(middle.action, { ...said, ...about })
            assert.equal(type, 3)
          }
          charger.close()
        })
      }
    }

    await t.test('everything ends by its deadline', async () => {
      const before = await open(system)
      // Without numbers a charger has one of a kind at a time.
      assert.ok(
        before.errands >= new Set(withErrand.map(([action]) => middles[action]!.action)).size - 1,
        String(before.errands),
      )
      await eventually(async () => {
        await passDeadlines(system)
        return open(system)
      }, nothing)
    })
  })
}

/** What a charger says while it goes on, and that it is not done yet. */
const report = { seqNo: 0, tbc: true }
const middles: Record<string, { action: string; payload: object }> = {
  CustomerInformation: { action: 'NotifyCustomerInformation', payload: report },
  GetBaseReport: { action: 'NotifyReport', payload: report },
  GetChargingProfiles: { action: 'ReportChargingProfiles', payload: { tbc: true } },
  GetDERControl: { action: 'ReportDERControl', payload: { tbc: true } },
  GetDiagnostics: { action: 'DiagnosticsStatusNotification', payload: { status: 'Uploading' } },
  GetDisplayMessages: { action: 'NotifyDisplayMessages', payload: { tbc: true } },
  GetLog: { action: 'LogStatusNotification', payload: { status: 'Uploading' } },
  GetMonitoringReport: { action: 'NotifyMonitoringReport', payload: report },
  GetReport: { action: 'NotifyReport', payload: report },
  PublishFirmware: { action: 'PublishFirmwareStatusNotification', payload: { status: 'Downloading' } },
  SignedUpdateFirmware: { action: 'SignedFirmwareStatusNotification', payload: { status: 'Downloading' } },
  UpdateFirmware: { action: 'FirmwareStatusNotification', payload: { status: 'Downloading' } },
}

async function start(t: TestContext, version: OcppVersion) {
  const env = { VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off', VOLTYARD_REPLACE_LIMIT: '1000' }
  const system = await startSystem(t, { chargers: ['CP-1'], env })
  const connect = async () => {
    const charger = await connectWire(system, 'CP-1', { protocol: `ocpp${version}` })
    const [, , answer] = await charger.call('BootNotification', boots[version])
    assert.equal(answer.status, 'Accepted')
    return charger
  }
  return { system, connect }
}

const boots: Record<OcppVersion, object> = {
  '1.6': { chargePointVendor: 'Maker', chargePointModel: 'One' },
  '2.0.1': { reason: 'PowerUp', chargingStation: { vendorName: 'Maker', model: 'One' } },
  '2.1': { reason: 'PowerUp', chargingStation: { vendorName: 'Maker', model: 'One' } },
}

function ask({ server }: System, action: string, payload: object) {
  const ctx = server.storage.contextFor({ tenant: 1, actor: { kind: 'person', name: 'test' }, door: 'console' })
  return sendCommand(ctx, 'CP-1', { kind: 'custom', action, payload }, { deadlineSeconds: 20 })
}

/** The call that was asked for; what the server asks by itself meanwhile is refused. */
async function nextOf(charger: Wire, action: string): Promise<any[]> {
  for (;;) {
    const call = await charger.nextCall()
    if (call[2] === action) return call
    charger.send(JSON.stringify([4, call[1], 'NotImplemented', '', {}]))
  }
}

async function open(system: System): Promise<{ commands: number; errands: number }> {
  const [row] = await read(
    system,
    `select (select count(*)::int from command where state in ('queued', 'sent')) as commands,
            (select count(*)::int from errand where state = 'open') as errands`,
  )
  return row as { commands: number; errands: number }
}

function nothing({ commands, errands }: { commands: number; errands: number }): boolean {
  return commands === 0 && errands === 0
}

/** A day later, as the jobs see it. */
async function passDeadlines(system: System): Promise<void> {
  const { storage } = system.server
  await read(
    system,
    `update command set deadline_at = deadline_at - interval '2 days', sent_at = sent_at - interval '2 days' where state in ('queued', 'sent')`,
  )
  await read(system, `update errand set deadline_at = deadline_at - interval '2 days' where state = 'open'`)
  await storage.commands.expire()
  await takeSilentReports(storage)
  await settleExpectedStarts(storage, 1)
  await expireErrands(storage.database.reader)
  await advanceCampaigns(storage)
}
