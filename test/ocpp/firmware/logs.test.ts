import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestLog } from '#core/files/request-log.ts'
import { answering, errandOf, firmwareBench, protocols, rpcError } from '../../support/firmware-bench.ts'
import { eventually } from '../../support/system.ts'

const order = { log: 'diagnostics', from: null, to: null, target: null } as const

for (const protocol of protocols) {
  test(`N01: a log that a charger of ${protocol} was asked for comes to us, and its errand ends`, async (t) => {
    const { ctx, charger, chargerId } = await firmwareBench(t, protocol)
    const asked = answering(charger, 'GetLog', { status: 'Accepted', filename: '../../etc/today.log' })
    const command = await requestLog(ctx, 'CP-1', { ...order, log: 'security' })
    assert.equal(command.state, 'accepted')
    const [{ requestId, logType, log }] = asked
    assert.equal(logType, 'SecurityLog')
    assert.match(log.remoteLocation, /^http:\/\/127\.0\.0\.1:\d+\/files\/uploads\/[\w-]{43}$/)

    await charger.call('LogStatusNotification', { status: 'Uploading', requestId })
    const sent = await fetch(log.remoteLocation, { method: 'PUT', body: 'one line\n' })
    assert.equal(sent.status, 201)
    assert.deepEqual(await charger.call('LogStatusNotification', { status: 'Uploaded', requestId }), {})
    const errand = await errandOf(ctx, chargerId, 'log', ({ state }) => state !== 'open')
    assert.equal(errand.state, 'done')
    const [file] = await ctx.files.ofCharger(chargerId, 10)
    assert.deepEqual([file?.name, file?.size, file?.errandId], ['today.log', 9, errand.id])
    const frames = await ctx.commands.frames(command.id)
    assert.ok(!frames!.request!.includes(log.remoteLocation.split('/').at(-1)), 'the ticket is in no log')
    assert.deepEqual(charger.violations, [])
  })

  test(`N01: an ${protocol} charger that says no to a log leaves nothing open`, async (t) => {
    const { ctx, charger, chargerId } = await firmwareBench(t, protocol)
    answering(charger, 'GetLog', { status: 'Rejected' })
    assert.equal((await requestLog(ctx, 'CP-1', { ...order, log: 'security' })).state, 'refused')
    assert.equal((await errandOf(ctx, chargerId, 'log', ({ state }) => state !== 'open')).state, 'failed')
  })

  test(`N01.FR.12: an ${protocol} charger that gives an older log up for a new one has one errand`, async (t) => {
    const { ctx, charger, chargerId } = await firmwareBench(t, protocol)
    const answers = [{ status: 'Accepted' }, { status: 'AcceptedCanceled' }]
    answering(charger, 'GetLog', () => answers.shift()!)
    await requestLog(ctx, 'CP-1', { ...order, log: 'security' })
    assert.equal((await requestLog(ctx, 'CP-1', { ...order, log: 'security' })).state, 'accepted')
    const states = await eventually(
      async () => (await ctx.errands.list(chargerId, { kind: 'log', limit: 5 })).map(({ state }) => state),
      ([, older]) => older !== 'open',
    )
    assert.deepEqual(states, ['open', 'cancelled'])
  })

  test(`J-01: what an ${protocol} charger says of a log that nobody asked for is answered, and Idle leaves nothing`, async (t) => {
    const { ctx, charger, chargerId } = await firmwareBench(t, protocol)
    assert.deepEqual(await charger.call('LogStatusNotification', { status: 'Idle' }), {})
    assert.deepEqual(await charger.call('LogStatusNotification', { status: 'Uploaded', requestId: 77 }), {})
    assert.deepEqual(await ctx.errands.list(chargerId, { kind: 'log', limit: 5 }), [])
    await charger.call('LogStatusNotification', { status: 'Uploading', requestId: 78 })
    await charger.call('LogStatusNotification', { status: 'UploadFailure', requestId: 78 })
    await charger.call('LogStatusNotification', { status: 'Uploading', requestId: 78 })
    const [errand, ...others] = await ctx.errands.list(chargerId, { kind: 'log', limit: 5 })
    assert.deepEqual([errand?.state, errand?.requestId, others.length], ['failed', 78, 0])
  })
}

test('a 1.6 charger without the security extension sends its diagnostics in the plain way, and is asked so at once from then on', async (t) => {
  const { ctx, charger, chargerId } = await firmwareBench(t, 'ocpp1.6')
  let times = 0
  charger.handle('GetLog', () => {
    times += 1
    return rpcError('NotImplemented')
  })
  const asked = answering(charger, 'GetDiagnostics', { fileName: 'diag.zip' })
  const from = Temporal.Instant.from('2026-01-01T00:00:00Z')
  const first = await requestLog(ctx, 'CP-1', { ...order, from })
  assert.equal(first.state, 'refused')
  const errand = await errandOf(ctx, chargerId, 'diagnostics')
  assert.equal(asked[0].startTime, '2026-01-01T00:00:00.000Z')

  await charger.call('DiagnosticsStatusNotification', { status: 'Uploading' })
  assert.equal((await fetch(asked[0].location, { method: 'POST', body: 'zipped' })).status, 201)
  await charger.call('DiagnosticsStatusNotification', { status: 'Uploaded' })
  assert.equal((await ctx.errands.find(errand.id))?.state, 'done')
  assert.equal((await ctx.files.ofCharger(chargerId, 1))[0]?.name, 'diag.zip')

  const second = await requestLog(ctx, 'CP-1', order)
  assert.equal(second.action, 'GetDiagnostics')
  assert.equal(times, 1)
  assert.deepEqual(charger.violations, [])
})

test('diagnostics without a name are nothing: the errand is over', async (t) => {
  const { ctx, charger, chargerId } = await firmwareBench(t, 'ocpp1.6')
  charger.handle('GetLog', () => rpcError('NotImplemented'))
  answering(charger, 'GetDiagnostics', {})
  await requestLog(ctx, 'CP-1', order)
  const errand = await errandOf(ctx, chargerId, 'diagnostics', ({ state }) => state !== 'open')
  assert.deepEqual([errand.state, errand.result?.reason], ['done', 'there is nothing to send'])
})

test('a security log is not asked of a charger in words that it has for diagnostics only', async (t) => {
  const { ctx, charger, chargerId } = await firmwareBench(t, 'ocpp1.6')
  charger.handle('GetLog', () => rpcError('NotSupported'))
  const asked = answering(charger, 'GetDiagnostics', { fileName: 'x' })
  assert.equal((await requestLog(ctx, 'CP-1', { ...order, log: 'security' })).state, 'refused')
  assert.equal((await ctx.errands.list(chargerId, { limit: 5 })).filter(({ state }) => state === 'open').length, 0)
  assert.equal(asked.length, 0)
})

test('S16: an address for a log may be any host, but only for file transfer, and its password is in no row', async (t) => {
  const { ctx, charger } = await firmwareBench(t, 'ocpp2.0.1')
  const asked = answering(charger, 'GetLog', { status: 'Accepted' })
  for (const target of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'ws://10.0.0.1/x',
    'https://a.example/#x',
    'https://',
  ]) {
    await assert.rejects(requestLog(ctx, 'CP-1', { ...order, target }), { code: 'invalid_value' }, target)
  }
  const command = await requestLog(ctx, 'CP-1', { ...order, target: 'ftp://depot:so-secret@10.1.2.3/logs' })
  assert.equal(asked[0].log.remoteLocation, 'ftp://depot:so-secret@10.1.2.3/logs')
  assert.ok(!JSON.stringify([command, await ctx.commands.frames(command.id)]).includes('so-secret'))
  const [errand] = await ctx.errands.list(command.charger.id, { kind: 'log', limit: 1 })
  assert.ok(!JSON.stringify(errand).includes('so-secret'))
})
