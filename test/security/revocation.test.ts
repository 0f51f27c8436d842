import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { temporaryFolder } from '../support/command-line.ts'
import { notingLog } from '../support/ocpp-wire.ts'
import { contractAuthority, ocspResponder, revocationList } from '../support/ocsp-responder.ts'
import { eventually, startSystem } from '../support/system.ts'
import { clientUse, come, connectTls, pemOf, rootsOf, statusOf } from '../support/tls.ts'

type Places = { responder?: string; list?: string }

/** A system that trusts an authority elsewhere, which says what it has revoked; and a clock that the test holds. */
async function startAsking(t: TestContext, mode: 'off' | 'soft' | 'hard', env: Record<string, string> = {}) {
  const root = await contractAuthority('Example Charging Root')
  const aboveResponder = await ocspResponder(t, root)
  const sub = await root.issue({
    name: [{ CN: ['Example Charging Sub'] }],
    isCa: true,
    responder: aboveResponder.url,
  })
  const responder = await ocspResponder(t, sub)
  const file = join(temporaryFolder(t), 'roots.pem')
  await writeFile(file, root.pem)
  const clock = { now: Temporal.Now.instant() }
  const log = notingLog()
  const system = await startSystem(t, {
    log,
    now: () => clock.now,
    env: {
      VOLTYARD_TLS_PORT: '0',
      VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off',
      VOLTYARD_TLS_CLIENT_ROOTS: file,
      VOLTYARD_TLS_REVOCATION: mode,
      VOLTYARD_OUTSIDE_ALLOW_NETWORKS: '127.0.0.1',
      ...env,
    },
  })
  await system.addCharger('CP-1', { securityProfile: 3 })
  await system.addCharger('CP-2', { securityProfile: 3 })
  const certificateFor = async (identity: string, places: Places = { responder: responder.url }) => {
    const made = await sub.issue({ name: [{ O: ['Default'] }, { CN: [identity] }], uses: [clientUse], ...places })
    const certificate = { certificate: made.pem + sub.pem, key: await pemOf(made.keys.privateKey) }
    return { certificate, password: null, serialNumber: made.certificate.serialNumber.toLowerCase() }
  }
  const why = () => log.entries.findLast(({ message }) => message === 'charger refused')?.event
  const pass = (duration: Temporal.DurationLike) => {
    clock.now = clock.now.add(duration)
  }
  const uncertain = () => log.entries.filter(({ message }) => message.includes('nobody knows whether')).length
  return { system, root, sub, responder, aboveResponder, certificateFor, why, pass, uncertain, log }
}

type World = Awaited<ReturnType<typeof startAsking>>

const anHour = 1 / 24

async function refusesRevoked({ system, responder, aboveResponder, certificateFor, why, pass }: World) {
  const good = await certificateFor('CP-1')
  assert.equal(await statusOf(system, 'CP-1', good), 101)
  const revoked = await certificateFor('CP-1')
  responder.state.answering = { tell: (serial) => (serial === revoked.serialNumber ? 'revoked' : 'good') }
  assert.equal(await statusOf(system, 'CP-1', revoked), 401)
  assert.deepEqual([why()?.reason, why()?.why], ['wrong-certificate', 'revoked'])
  assert.equal(await statusOf(system, 'CP-1', good), 101)

  // What stands above it is asked for as well, once its answer is over.
  aboveResponder.state.answering = { tell: () => 'revoked' }
  assert.equal(await statusOf(system, 'CP-1', good), 101)
  pass({ hours: 25 })
  for (const { state } of [responder, aboveResponder]) state.answering = { ...state.answering, nextUpdate: 2 }
  assert.equal(await statusOf(system, 'CP-1', good), 401)
  assert.equal(why()?.why, 'revoked')
}

describe('revocation of client certificates', { concurrency: 2 }, () => {
  test('S-06: a charger whose certificate, or one above it, was revoked outside does not come in', async (t) => {
    await refusesRevoked(await startAsking(t, 'soft'))
    await refusesRevoked(await startAsking(t, 'hard'))
  })

  test('S-06: soft: whoever nothing is known of comes in, and that is counted and logged', async (t) => {
    const world = await startAsking(t, 'soft')
    const { system, responder, certificateFor, uncertain, pass } = world
    responder.state.answering = { tell: () => 'unknown' }
    assert.equal(await statusOf(system, 'CP-1', await certificateFor('CP-1')), 101)
    assert.equal(uncertain(), 1)

    const shown = await certificateFor('CP-1')
    responder.state.isGone = true
    assert.equal(await statusOf(system, 'CP-1', shown), 101)
    assert.equal(uncertain(), 2)
    const metrics = await (await fetch(`${system.url}/metrics`)).text()
    assert.match(metrics, /^voltyard_uncertain_certificates_total 2$/m)

    // It comes to light while it is connected.
    const { socket, status } = await come(system, 'CP-1', shown)
    assert.equal(status, 101)
    const closed = once(socket, 'close')
    responder.state.isGone = false
    responder.state.answering = { tell: () => 'revoked' }
    pass({ seconds: 11 })
    await system.admin('certificate.reload', {})
    const [code, reason] = await closed
    assert.deepEqual([code, String(reason)], [1008, 'certificate revoked'])
    assert.equal(await statusOf(system, 'CP-1', shown), 401)

    // Its authority names nobody whom one could ask: nothing to tell of.
    assert.equal(await statusOf(system, 'CP-1', await certificateFor('CP-1', {})), 101)
    assert.equal(uncertain(), 3)
  })

  test('S-06: hard: whoever nothing is known of stays outside until it is', async (t) => {
    const { system, responder, certificateFor, why, pass } = await startAsking(t, 'hard')
    responder.state.answering = { tell: () => 'unknown' }
    const unknown = await come(system, 'CP-1', await certificateFor('CP-1'))
    assert.deepEqual([unknown.status, unknown.headers['retry-after']], [403, '60'])
    assert.equal(why()?.reason, 'revocation-unknown')
    assert.equal(await statusOf(system, 'CP-1', await certificateFor('CP-1', {})), 403)

    responder.state.answering = { nextUpdate: anHour }
    responder.state.isGone = true
    const shown = await certificateFor('CP-1')
    assert.equal(await statusOf(system, 'CP-1', shown), 403)
    responder.state.isGone = false
    const asked = responder.state.asked.length
    assert.equal(await statusOf(system, 'CP-1', shown), 403, 'a responder that has failed rests')
    assert.equal(responder.state.asked.length, asked)
    pass({ seconds: 11 })
    const { socket, status } = await come(system, 'CP-1', shown)
    assert.equal(status, 101)

    // A new answer is fetched before the former ends. Then it ends, and nobody gives another one.
    responder.state.answering = { nextUpdate: 2 * anHour }
    pass({ minutes: 58 })
    await system.admin('certificate.reload', {})
    await eventually(
      async () => responder.state.asked.length,
      (count) => count === asked + 2,
    )
    responder.state.isGone = true
    pass({ minutes: 10 })
    await system.admin('certificate.reload', {})
    assert.equal(socket.readyState, socket.OPEN, 'what was said holds for the hour')
    const closed = once(socket, 'close')
    pass({ hours: 1 })
    await system.admin('certificate.reload', {})
    assert.equal((await closed)[0], 1008)
  })

  test('S-06: many that come at once ask once for each certificate, and not again while the answer holds', async (t) => {
    const { system, responder, aboveResponder, certificateFor, log } = await startAsking(t, 'soft')
    const [one, two] = [await certificateFor('CP-1'), await certificateFor('CP-2')]
    const arrivals = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        come(system, index % 2 ? 'CP-1' : 'CP-2', {
          ...(index % 2 ? one : two),
          path: `/ocpp/CP-${index % 2 ? 1 : 2}`,
        }),
      ),
    )
    // Those that come by the same name at once may be told that there are too many of them, but not for their certificate.
    assert.ok(arrivals.some(({ status }) => status === 101))
    assert.ok(!log.entries.some(({ event }) => event.reason === 'wrong-certificate'))
    for (const { socket } of arrivals) socket.terminate()
    assert.equal(await statusOf(system, 'CP-1', one), 101)
    assert.deepEqual(responder.state.asked.toSorted(), [one.serialNumber, two.serialNumber].toSorted())
    assert.equal(aboveResponder.state.asked.length, 1)
  })

  test('S-06: the list of an authority counts where it has no responder, or that does not answer', async (t) => {
    const { system, sub, responder, certificateFor } = await startAsking(t, 'hard')
    const list = await revocationList(t, sub)
    const [first, second] = [
      await certificateFor('CP-1', { list: list.url }),
      await certificateFor('CP-2', { list: list.url }),
    ]
    list.state.revoked = [second.serialNumber]
    assert.equal(await statusOf(system, 'CP-1', first), 101)
    assert.equal(await statusOf(system, 'CP-2', second), 401)
    assert.equal(list.state.fetched, 1, 'one list is for all')
    responder.state.isGone = true
    const both = await certificateFor('CP-1', { responder: responder.url, list: list.url })
    assert.equal(await statusOf(system, 'CP-1', both), 101)

    const forged = await revocationList(t, await contractAuthority('Example Charging Sub'))
    assert.equal(await statusOf(system, 'CP-1', await certificateFor('CP-1', { list: forged.url })), 403)
  })

  test('S16, S-06: nobody in a private network is asked, and nobody at all where that is turned off', async (t) => {
    const guarded = await startAsking(t, 'soft', { VOLTYARD_OUTSIDE_ALLOW_NETWORKS: '10.0.0.0/8' })
    guarded.responder.state.answering = { tell: () => 'revoked' }
    assert.equal(await statusOf(guarded.system, 'CP-1', await guarded.certificateFor('CP-1')), 101)
    assert.equal(guarded.uncertain(), 1)
    assert.deepEqual(guarded.responder.state.asked, [])

    const off = await startAsking(t, 'off')
    off.responder.state.answering = { tell: () => 'revoked' }
    assert.equal(await statusOf(off.system, 'CP-1', await off.certificateFor('CP-1')), 101)
    assert.equal(off.uncertain(), 0)
    assert.deepEqual(off.responder.state.asked, [])
  })

  test('S-05, S-06: a session that is gone on with is asked for too, and after a restart begins anew', async (t) => {
    const { system, responder, certificateFor, pass } = await startAsking(t, 'hard')
    responder.state.answering = { nextUpdate: anHour }
    const shown = await certificateFor('CP-1')
    const { certificate: cert, key } = shown.certificate
    const options = { ca: await rootsOf(system), cert, key, maxVersion: 'TLSv1.2' as const }
    const first = await connectTls(system, options)
    const session = first.getSession()!
    first.destroy()
    const again = () => come(system, 'CP-1', { password: null, tls: { ...options, session } })
    const isReused = (socket: object) =>
      (socket as { _socket: { isSessionReused(): boolean } })._socket.isSessionReused()
    // The chain was shown to nobody yet but by the first handshake of a charger that comes in.
    assert.equal(await statusOf(system, 'CP-1', { password: null, tls: options }), 101)
    const second = await again()
    assert.deepEqual([second.status, isReused(second.socket)], [101, true])
    second.socket.close()
    await once(second.socket, 'close')
    responder.state.answering = { tell: () => 'revoked', nextUpdate: 1 }
    pass({ hours: 2 })
    assert.equal((await again()).status, 401)

    responder.state.answering = { tell: () => 'good', nextUpdate: 2 }
    await system.restart()
    const third = await again()
    assert.deepEqual([third.status, isReused(third.socket)], [101, false])
    third.socket.close()
  })
})
