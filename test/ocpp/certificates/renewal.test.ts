import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { renewCertificates } from '#server/certificates/certificate-jobs.ts'
import { errandOf } from '#test/support/certified-charger.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, type System, startSystem } from '#test/support/system.ts'
import { come, makeCsr, signedFor, statusOf } from '#test/support/tls.ts'

const env = { VOLTYARD_TLS_PORT: '0', VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off' }
const name: Record<string, string[]>[] = [{ O: ['Default'] }, { CN: ['CP-1'] }]

/** A charger of profile 3 on a socket, which answers what it is asked as the test wants. */
async function connected(system: System, certificate: { certificate: string; key: string }) {
  const { status, socket } = await come(system, 'CP-1', { certificate, password: null })
  assert.equal(status, 101)
  const asked: { action: string; payload: any }[] = []
  const answers = new Map<string, unknown>()
  const waiting = new Map<string, (payload: any) => void>()
  socket.on('message', (text) => {
    const [type, id, action, payload] = JSON.parse(String(text))
    if (type !== 2) return waiting.get(id)?.(type === 3 ? action : { code: action })
    asked.push({ action, payload })
    socket.send(JSON.stringify([3, id, answers.get(action) ?? { status: 'Accepted' }]))
  })
  let count = 0
  return {
    asked,
    answers,
    wasAsked: (action: string) =>
      eventually(
        async () => asked.find((one) => one.action === action)?.payload,
        (payload) => payload !== undefined,
        20_000,
      ),
    call: (action: string, payload: object) =>
      new Promise<any>((resolve) => {
        const id = `c${++count}`
        waiting.set(id, resolve)
        socket.send(JSON.stringify([2, id, action, payload]))
      }),
    async close() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

const boot = { chargePointVendor: 'Maker', chargePointModel: 'One' }

test('S-08: with the first use of a new certificate the one before it is over, and not earlier', async (t) => {
  const system = await startSystem(t, { env })
  await system.addCharger('CP-1', { securityProfile: 3 })
  const before = await signedFor(system, 'CP-1', name)
  const by = (certificate: { certificate: string; key: string }) => ({ certificate, password: null })
  assert.equal(await statusOf(system, 'CP-1', by(before)), 101)
  const after = await signedFor(system, 'CP-1', name)
  assert.equal(await statusOf(system, 'CP-1', by(before)), 101, 'until the new one was used')
  assert.equal(await statusOf(system, 'CP-1', by(after)), 101)
  assert.notEqual(await statusOf(system, 'CP-1', by(before)), 101)
  assert.equal(await statusOf(system, 'CP-1', by(after)), 101)
  const [entry] = await read(system, `select body from audit_entry where action = 'certificate.superseded'`)
  assert.deepEqual(entry!.body.serialNumbers, [before.serialNumber])
})

test('S23: a charger is made to renew its certificate thirty days before its end, once', async (t) => {
  const system = await startSystem(t, { env })
  await system.addCharger('CP-1', { securityProfile: 3 })
  const charger = await connected(system, await signedFor(system, 'CP-1', name))
  assert.equal((await charger.call('BootNotification', boot)).status, 'Accepted')
  await renewCertificates(system.server.storage)
  assert.deepEqual(await read(system, `select from command where kind = 'renew-certificate'`), [])
  await read(system, `update issued_certificate set not_after = server_time() + interval '29 days'`)
  await renewCertificates(system.server.storage)
  await renewCertificates(system.server.storage)
  assert.deepEqual(await charger.wasAsked('ExtendedTriggerMessage'), { requestedMessage: 'SignChargePointCertificate' })
  assert.equal((await read(system, `select from command where kind = 'renew-certificate'`)).length, 1)
  await charger.close()
})

test('A00.FR.429: a charger with an expired certificate, where that is allowed, waits and renews it, and comes back with the new one', async (t) => {
  // TLS goes by the clock of this machine: the certificate is made in the past.
  let daysBehind = 400
  const now = () => Temporal.Now.instant().subtract({ hours: 24 * daysBehind })
  const system = await startSystem(t, { env, now })
  await system.addCharger('CP-1', { securityProfile: 3 })
  const old = await signedFor(system, 'CP-1', name)
  daysBehind = 0
  await system.restart()
  const shown = { certificate: old, password: null }
  assert.notEqual(await statusOf(system, 'CP-1', shown), 101)
  await read(system, 'update charger set allow_expired_certificate = true')

  const charger = await connected(system, old)
  assert.equal((await charger.call('BootNotification', boot)).status, 'Pending')
  assert.equal((await charger.call('BootNotification', boot)).status, 'Pending')
  assert.equal((await charger.call('Authorize', { idTag: 'CARD-1' })).code, 'SecurityError')
  await charger.wasAsked('ExtendedTriggerMessage')
  const { csr, key } = await makeCsr(name)
  assert.equal((await charger.call('SignCertificate', { csr })).status, 'Accepted')
  const { certificateChain } = await charger.wasAsked('CertificateSigned')
  await errandOf(system, 'certificate', (errand) => errand?.state === 'done')
  assert.equal(charger.asked.filter(({ action }) => action === 'ExtendedTriggerMessage').length, 1)
  await charger.close()

  const renewed = await connected(system, { certificate: certificateChain, key })
  assert.equal((await renewed.call('BootNotification', boot)).status, 'Accepted')
  await renewed.close()
  assert.notEqual(await statusOf(system, 'CP-1', shown), 101, 'the old one is over for good')
})
