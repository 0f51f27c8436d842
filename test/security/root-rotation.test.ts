import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { sendCommand } from '#core/commands/send-command.ts'
import { logIn } from '#test/support/console.ts'
import { contextOf } from '../support/certified-charger.ts'
import { runCommand, temporaryFolder } from '../support/command-line.ts'
import { read } from '../support/session-rows.ts'
import { eventually, type System, startSystem } from '../support/system.ts'
import { type Come, come, makeAuthority, rootsOf, serverUse, signedFor, statusOf } from '../support/tls.ts'

const onTls = { VOLTYARD_TLS_PORT: '0', VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off' }

type Told = {
  generations: {
    generation: number
    standing: string
    roots: { algorithm: string; chargers: number; signedFor: number }[]
  }[]
  chargers: number
  waiting: number | null
}

const told = async (system: System) => (await system.admin('certificate.roots', {})) as never as Told
const standings = ({ generations }: Told) => generations.map(({ generation, standing }) => [generation, standing])

/** The PEMs of the two roots of a generation: those that chargers are told to trust now come first. */
async function pemsOf(system: System): Promise<string[]> {
  return (await rootsOf(system)).match(/-----BEGIN[\s\S]+?-----END CERTIFICATE-----\n/g)!
}

/** A charger that has booted over TLS, trusts these roots only, and installs what it is given. */
async function tlsCharger(system: System, identity: string, ca: string, how: Come = {}) {
  const { socket, status } = await come(system, identity, { ...how, tls: { ...how.tls, ca } })
  assert.equal(status, 101)
  const installed: string[] = []
  socket.on('message', (bytes) => {
    const [type, id, action, payload] = JSON.parse(String(bytes))
    if (type !== 2) return
    if (action === 'InstallCertificate') installed.push(payload.certificate)
    socket.send(JSON.stringify([3, id, { status: 'Accepted' }]))
  })
  const answered = once(socket, 'message')
  socket.send(JSON.stringify([2, 'boot', 'BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' }]))
  await answered
  const hasInstalled = (count: number) =>
    eventually(
      async () => installed,
      ({ length }) => length === count,
      10_000,
    )
  const leave = async () => {
    const closed = once(socket, 'close')
    socket.close()
    await closed
  }
  return { socket, installed, hasInstalled, leave }
}

const trusting = (ca: string, how: Come = {}): Come => ({ ...how, tls: { ca } })

describe('rotation of the roots', { concurrency: 2 }, () => {
  test('M05: chargers get the next roots while they trust the former, and find their way after the switch and back', async (t) => {
    const system = await startSystem(t, { env: onTls })
    await system.addCharger('CP-1', { securityProfile: 2 })
    await system.addCharger('CP-2', { securityProfile: 3 })
    await system.addCharger('CP-3', { securityProfile: 1 })
    const [oldEcdsa, oldRsa] = (await pemsOf(system)) as [string, string]
    const old = oldEcdsa + oldRsa
    const byOld = await signedFor(system, 'CP-2', [{ O: ['Default'] }, { CN: ['CP-2'] }])
    const shownOld = { certificate: byOld, password: null }

    // The one is known to have the root for ECDSA, of the other nothing is known.
    const first = await tlsCharger(system, 'CP-1', old)
    const install = { kind: 'install-certificate', use: 'CSMSRootCertificate', pem: oldEcdsa } as const
    assert.equal((await sendCommand(contextOf(system), 'CP-1', install)).state, 'accepted')
    const made = (await system.admin('certificate.rotate-root', {})) as never as Told
    assert.deepEqual(standings(made), [
      [2, 'next'],
      [1, 'current'],
    ])
    assert.deepEqual([made.chargers, made.waiting], [2, 2])
    await assert.rejects(system.admin('certificate.rotate-root', {}), /already/)
    const pems = await pemsOf(system)
    assert.deepEqual(pems.slice(0, 2), [oldEcdsa, oldRsa])
    const [newEcdsa, newRsa] = pems.slice(2) as [string, string]
    const renewed = newEcdsa + newRsa
    await first.hasInstalled(2)
    assert.deepEqual(first.installed.slice(1), [newEcdsa])
    await eventually(
      () => told(system),
      ({ waiting }) => waiting === 1,
    )

    // Before the switch nothing has changed for whoever has the former ones only.
    await assert.rejects(system.admin('certificate.switch-root', {}), /1 of 2 chargers .* CP-2/)
    assert.equal(await statusOf(system, 'CP-2', trusting(old, shownOld)), 101)
    await assert.rejects(statusOf(system, 'CP-2', trusting(renewed, shownOld)), /certificate/)
    const second = await tlsCharger(system, 'CP-2', old, shownOld)
    await system.admin('certificate.reload', {})
    await second.hasInstalled(2)
    assert.deepEqual(second.installed.toSorted(), [newEcdsa, newRsa].toSorted())
    const ready = await eventually(
      () => told(system),
      ({ waiting }) => waiting === 0,
    )
    const [ecdsa, rsa] = ready.generations[0]!.roots
    assert.deepEqual([ecdsa!.chargers, rsa!.chargers], [2, 1])
    await second.leave()

    await system.admin('certificate.switch-root', {})
    assert.equal(first.socket.readyState, first.socket.OPEN, 'connections stay')
    await first.leave()
    assert.equal(await statusOf(system, 'CP-1', trusting(renewed)), 101)
    await assert.rejects(statusOf(system, 'CP-1', trusting(old)), /certificate/)
    assert.equal(await statusOf(system, 'CP-2', trusting(renewed, shownOld)), 101, 'what was signed before stays good')
    const byNew = await signedFor(system, 'CP-2', [{ O: ['Default'] }, { CN: ['CP-2'] }])
    const shownNew = { certificate: byNew, password: null }
    await system.restart()
    const switched = await told(system)
    assert.deepEqual(standings(switched), [
      [2, 'current'],
      [1, 'former'],
    ])
    assert.deepEqual(
      switched.generations.map(({ roots }) => roots[0]!.signedFor),
      [1, 1],
    )
    assert.equal(await statusOf(system, 'CP-2', trusting(renewed, shownNew)), 101)
    assert.equal(await statusOf(system, 'CP-2', trusting(renewed, shownOld)), 401, 'the newer one took its place')

    // Back: nobody knows that CP-2 still has the former ones.
    await assert.rejects(system.admin('certificate.undo-root', {}), /CP-2/)
    await system.admin('certificate.undo-root', { insists: true })
    assert.equal(await statusOf(system, 'CP-1', trusting(old)), 101)
    await assert.rejects(statusOf(system, 'CP-1', trusting(renewed)), /certificate/)
    assert.equal(await statusOf(system, 'CP-2', trusting(old, shownNew)), 101, 'what was signed meanwhile stays good')
    assert.deepEqual(standings(await told(system)), [
      [2, 'next'],
      [1, 'current'],
    ])
    await assert.rejects(system.admin('certificate.undo-root', {}), /1 chargers have certificates/)
    await system.admin('certificate.undo-root', { insists: true })
    assert.equal(await statusOf(system, 'CP-2', trusting(old, shownNew)), 401)
    assert.deepEqual(await pemsOf(system), [oldEcdsa, oldRsa])
    await assert.rejects(system.admin('certificate.undo-root', {}), /no roots before/)

    const actions = await read(
      system,
      `select action, subject from audit_entry where action like 'certificate.root-%' order by id`,
    )
    assert.deepEqual(
      actions.map(({ action, subject }) => `${action} ${subject}`),
      ['made', 'switched', 'undone', 'undone'].map((what) => `certificate.root-${what} 2`),
    )
    const [left] = await read(
      system,
      `select count(*)::int as rows, sum(length(private_key_sealed))::int as bytes from own_certificate where standing = 'ended'`,
    )
    assert.deepEqual(left, { rows: 2, bytes: 0 }, 'keys of roots that were given up are gone')
  })

  test('the command line leads through a rotation, and ends former roots that nobody needs', async (t) => {
    const system = await startSystem(t, { env: onTls })
    await system.addCharger('CP-1', { securityProfile: 3 })
    const other = await startSystem(t, { env: onTls, sharing: system })
    const env = { VOLTYARD_DATA: system.dataFolder }
    const run = (...words: string[]) => runCommand(['certificate', ...words], env)
    await signedFor(system, 'CP-1', [{ O: ['Default'] }, { CN: ['CP-1'] }])
    const before = await run('roots')
    assert.match(
      before.err,
      /^Generation 1, ECDSA: signs now, ends \d{4}-\d\d-\d\d; in 0 of 1 chargers, has signed for 1\.$/m,
    )

    const made = await run('rotate-root')
    assert.match(made.out, /^Generation 2, RSA: signs next.*\n(.*\n){2}1 chargers are waited for\.$/m)
    const refused = await run('switch-root')
    assert.deepEqual([refused.exitCode, /1 of 1 chargers/.test(refused.err)], [1, true])
    assert.equal((await run('end-root', '1')).exitCode, 1)
    const switched = await run('switch-root', '--insist', '--json')
    assert.equal(JSON.parse(switched.out).generations[0].standing, 'current')

    const needed = await run('end-root', '1')
    assert.deepEqual([needed.exitCode, /1 chargers have certificates/.test(needed.err)], [1, true])
    assert.match((await run('end-root', '1', '--insist')).out, /not trusted any more/)
    assert.equal((await run('undo-root')).exitCode, 1)
    assert.equal((await run('end-root', '7')).exitCode, 1)

    // Another node of the same installation goes by it as well.
    await other.admin('certificate.reload', {})
    const certificate = await signedFor(other, 'CP-1', [{ O: ['Default'] }, { CN: ['CP-1'] }])
    const [ecdsa] = (await pemsOf(system)) as [string]
    assert.ok(new X509Certificate(certificate.certificate).checkIssued(new X509Certificate(ecdsa)))
    assert.equal(await statusOf(other, 'CP-1', trusting(ecdsa, { certificate, password: null })), 101)
    const again = await signedFor(system, 'CP-1', [{ O: ['Default'] }, { CN: ['CP-1'] }])
    assert.equal(await statusOf(system, 'CP-1', trusting(ecdsa, { certificate: again, password: null })), 101)

    assert.deepEqual(standings(await told(system)), [[2, 'current']])
    assert.equal((await run('rotate-root')).exitCode, 0)
    assert.deepEqual(standings(await told(system))[0], [3, 'next'], 'no number is given twice')

    // S9: the console shows the same to each tenant, with its own chargers counted.
    await system.admin('tenant.add', { slug: 'north', name: 'North' })
    await system.addCharger('CP-N', { tenant: 'north', securityProfile: 2 })
    assert.equal((await told(system)).chargers, 2)
    const anna = await logIn(system)
    const { status, body } = await anna.get('roots')
    assert.deepEqual([status, body.chargers, body.waiting], [200, 1, 1])
    assert.deepEqual(standings(body), [
      [3, 'next'],
      [2, 'current'],
    ])
  })

  test('nobody is given roots, or waited for, where the server shows certificates of the operator’s', async (t) => {
    const authority = await makeAuthority('Example Root')
    const { certificate, key } = await authority.issue({ name: [{ CN: ['localhost'] }], uses: [serverUse] })
    const folder = temporaryFolder(t)
    const [path, keyPath] = [join(folder, 'ec.pem'), join(folder, 'ec.key')]
    await writeFile(path, certificate)
    await writeFile(keyPath, key)
    const own = { VOLTYARD_TLS_ECDSA_CERTIFICATE: path, VOLTYARD_TLS_ECDSA_KEY: keyPath }
    const system = await startSystem(t, { env: { ...onTls, ...own } })
    await system.addCharger('CP-1', { securityProfile: 2 })
    const charger = await tlsCharger(system, 'CP-1', authority.pem)
    assert.equal((await system.admin('certificate.rotate-root', {})).waiting, 0)
    await system.admin('certificate.switch-root', {})
    assert.deepEqual(await read(system, `select from command where kind = 'install-certificate'`), [])
    await charger.leave()
    assert.equal(await statusOf(system, 'CP-1', trusting(authority.pem)), 101)
  })
})
