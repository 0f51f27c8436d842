import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { raiseSecurityProfile } from '#core/chargers/raise-security-profile.ts'
import type { CommandRequest } from '#core/commands/requests.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import { startClock } from '#simulator/clock.ts'
import { createConnectedCharger } from '#simulator/connected-charger.ts'
import { oneEvse } from '../support/asked-charger.ts'
import { contextOf, errandOf } from '../support/certified-charger.ts'
import { read } from '../support/session-rows.ts'
import { frameCheck } from '../support/simulated-site.ts'
import { eventually, type System, startSystem } from '../support/system.ts'
import { rootsOf } from '../support/tls.ts'

const env = { VOLTYARD_TLS_PORT: '0', VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off' }

describe('a charger moves to TLS', { concurrency: 3 }, () => {
  for (const version of ['1.6', '2.0.1', '2.1'] as const) {
    test(`A05: a ${version} charger moves from a password to TLS, gets its certificate, and comes by it`, async (t) => {
      const { system, connected, frames } = await start(t, version)
      const pem = `${(await rootsOf(system)).split('-----END CERTIFICATE-----')[0]}-----END CERTIFICATE-----\n`
      await accepted(system, { kind: 'install-certificate', use: 'CSMSRootCertificate', pem })

      await raise(system, 2)
      await arrived(system, 2)
      assert.equal(connected.access.securityProfile, 2)

      await accepted(system, { kind: 'renew-certificate', certificate: 'charger' })
      const order = await errandOf(system, 'certificate', (errand) => errand !== undefined && errand.state !== 'open')
      assert.equal(order!.state, 'done')
      await raise(system, 3)
      await arrived(system, 3)
      assert.equal(connected.access.securityProfile, 3)
      frames.assertClean()
    })
  }
})

async function start(t: TestContext, version: '1.6' | '2.0.1' | '2.1') {
  const system = await startSystem(t, { chargers: ['CP-1'], env })
  const frames = frameCheck()
  const connected = createConnectedCharger({
    endpoint: `${system.url.replace('http', 'ws')}/ocpp`,
    secureEndpoint: `wss://127.0.0.1:${system.server.tlsPort}/ocpp`,
    identity: 'CP-1',
    version,
    password: system.passwords.get('CP-1')!,
    clock: startClock({ rate: 20 }),
    evses: [oneEvse],
    settings: { backOffSeconds: 5, backOffRandomSeconds: 0 },
    onEvent: (event) => {
      if (event.kind === 'frame') frames.see('CP-1', version, event.direction, event.text)
    },
  })
  t.after(() => connected.stop())
  connected.start()
  await arrived(system, 1)
  return { system, connected, frames }
}

async function arrived(system: System, profile: number): Promise<void> {
  const look = () =>
    read(
      system,
      'select security_profile, connected, booted_at from charger c join charger_state s on s.charger_id = c.id',
    )
  await eventually(
    look,
    ([row]) => row?.security_profile === profile && row.connected && row.booted_at !== null,
    20_000,
  )
}

async function raise(system: System, profile: number): Promise<void> {
  const ctx = contextOf(system)
  const url = `wss://127.0.0.1:${system.server.tlsPort}/ocpp`
  await raiseSecurityProfile(ctx, (await ctx.chargers.find('CP-1'))!, { profile, url })
}

async function accepted(system: System, request: CommandRequest): Promise<void> {
  const { state, reason } = await sendCommand(contextOf(system), 'CP-1', request)
  assert.equal(state, 'accepted', reason ?? '')
}
