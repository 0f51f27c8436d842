import assert from 'node:assert/strict'
import { createHash, createSign } from 'node:crypto'
import { describe, test } from 'node:test'
import { askCharger } from '#core/commands/ask-charger.ts'
import type { Context } from '#core/context.ts'
import { registerFirmwareFile } from '#core/firmware/register-firmware.ts'
import { updateFirmware } from '#core/firmware/update-firmware.ts'
import {
  answering,
  boot,
  bootedCharger,
  ended,
  errandOf,
  firmwareBench,
  protocols,
  rpcError,
} from '../../support/firmware-bench.ts'
import { testAuthority } from '../../support/test-authority.ts'

const image = Buffer.from('firmware of version two')

async function registered(ctx: Context, { isSigned = false, version = '2.0.0' } = {}) {
  const maker = await testAuthority('Maker')
  const { key, certificate } = await maker.issue({ commonName: 'Maker of firmware' })
  const signature = createSign('sha256').update(image).sign(key, 'base64')
  const sha256 = createHash('sha256').update(image).digest('hex')
  const signing = isSigned ? { certificate, signature } : null
  const told = { vendor: 'Maker', model: 'O*', version, sha256, signing, note: '' }
  return registerFirmwareFile(ctx, told, { name: 'two.bin', content: once(image), mostBytes: 1_000_000 })
}

async function* once(bytes: Buffer) {
  yield bytes
}

describe('firmware updates', { concurrency: 3 }, () => {
  for (const protocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
    test(`L01: an ${protocol} charger fetches registered firmware, and its boot proves that it has it`, async (t) => {
      const { ctx, charger, chargerId, system } = await firmwareBench(t, protocol)
      const firmware = await registered(ctx, { isSigned: true })
      const asked = answering(charger, 'UpdateFirmware', { status: 'Accepted' })
      const command = await updateFirmware(ctx, 'CP-1', { firmwareId: firmware.id })
      assert.equal(command.state, 'accepted')
      const { requestId, firmware: order } = asked[0]
      assert.equal(order.signature, firmware.signing!.signature)
      const fetched = await fetch(order.location)
      assert.deepEqual(Buffer.from(await fetched.arrayBuffer()), image)

      await charger.call('FirmwareStatusNotification', { status: 'Downloading', requestId })
      await charger.call('FirmwareStatusNotification', { status: 'Downloading', requestId })
      await charger.call('FirmwareStatusNotification', { status: 'InstallRebooting', requestId })
      await charger.close()
      const again = await bootedCharger(system, 'CP-1', protocol, '2.0.0')
      const errand = await errandOf(ctx, chargerId, 'firmware', ({ state }) => state !== 'open')
      assert.equal(errand.state, 'done')
      assert.deepEqual(
        (await ctx.errands.steps(errand.id)).map(({ progress }) => progress),
        ['Downloading', 'InstallRebooting', 'booted'],
      )
      assert.deepEqual(await again.call('FirmwareStatusNotification', { status: 'Installed', requestId }), {})
      assert.equal((await ctx.errands.list(chargerId, { kind: 'firmware', limit: 5 })).length, 1)
      assert.equal((await fetch(order.location)).status, 200, 'until its time is over')
      assert.deepEqual([...charger.violations, ...again.violations], [])
    })

    test(`L01: refusals of an ${protocol} charger are told, and leave nothing open`, async (t) => {
      const { ctx, charger, chargerId } = await firmwareBench(t, protocol)
      const firmware = await registered(ctx, { isSigned: true })
      const answers = ['Rejected', 'InvalidCertificate', 'RevokedCertificate']
      answering(charger, 'UpdateFirmware', () => ({ status: answers[0] }))
      for (const status of [...answers]) {
        const command = await updateFirmware(ctx, 'CP-1', { firmwareId: firmware.id })
        assert.deepEqual([command.state, command.reason], ['refused', status])
        assert.equal((await errandOf(ctx, chargerId, 'firmware', ({ state }) => state !== 'open')).state, 'failed')
        answers.shift()
      }
    })

    test(`L03: a local controller of ${protocol} publishes firmware and tells where, and takes it back`, async (t) => {
      const { ctx, charger, chargerId } = await firmwareBench(t, protocol)
      const firmware = await registered(ctx)
      const asked = answering(charger, 'PublishFirmware', { status: 'Accepted' })
      const checksum = firmware.md5!.toString('hex')
      const ref = { id: chargerId, tenant: 1, identity: 'CP-1' }
      const source = { firmware: firmware.id }
      const order = {
        kind: 'publish-firmware',
        requestId: 31,
        source,
        checksum,
        retries: 1,
        retryIntervalSeconds: 5,
      } as const
      await ended(ctx, await askCharger(ctx, ref, order))
      assert.equal(asked[0].checksum, createHash('md5').update(image).digest('hex'))
      assert.equal((await fetch(asked[0].location, { method: 'HEAD' })).status, 200)
      for (const status of ['Downloading', 'ChecksumVerified']) {
        await charger.call('PublishFirmwareStatusNotification', { status, requestId: 31 })
      }
      const location = ['http://controller.local/two.bin']
      await charger.call('PublishFirmwareStatusNotification', { status: 'Published', requestId: 31, location })
      const errand = await errandOf(ctx, chargerId, 'publish-firmware', ({ state }) => state === 'done')
      assert.deepEqual(errand.result, { status: 'Published', locations: location })

      const answers = ['DownloadOngoing', 'Unpublished']
      answering(charger, 'UnpublishFirmware', () => ({ status: answers.shift() }))
      const take = { kind: 'unpublish-firmware', checksum } as const
      assert.equal((await ended(ctx, await askCharger(ctx, ref, take))).reason, 'DownloadOngoing')
      assert.equal((await ended(ctx, await askCharger(ctx, ref, take))).state, 'accepted')
      assert.deepEqual(charger.violations, [])
    })
  }

  for (const protocol of protocols) {
    test(`L01: a failed installation of an ${protocol} charger ends its update, and Idle ends one that it forgot`, async (t) => {
      const { ctx, charger, chargerId } = await firmwareBench(t, protocol)
      const action = protocol === 'ocpp1.6' ? 'SignedUpdateFirmware' : 'UpdateFirmware'
      const notification = protocol === 'ocpp1.6' ? 'SignedFirmwareStatusNotification' : 'FirmwareStatusNotification'
      const asked = answering(charger, action, { status: 'Accepted' })
      const firmware = await registered(ctx, { isSigned: true })
      for (const [last, expected] of [
        ['InstallationFailed', 'failed'],
        ['InvalidSignature', 'failed'],
        ['Installed', 'done'],
        ['Idle', 'failed'],
      ] as const) {
        await updateFirmware(ctx, 'CP-1', { firmwareId: firmware.id })
        const { requestId } = asked.at(-1)
        if (last === 'Idle') {
          await charger.call(notification, { status: 'Idle' })
          assert.equal((await errandOf(ctx, chargerId, 'firmware')).state, 'open', 'it may not have begun')
        }
        await charger.call(notification, { status: 'Downloaded', requestId })
        await charger.call(notification, last === 'Idle' ? { status: last } : { status: last, requestId })
        assert.equal((await errandOf(ctx, chargerId, 'firmware')).state, expected, last)
      }
      assert.deepEqual(charger.violations, [])
    })
  }

  test('J-04: a 1.6 charger without signed firmware gets it unsigned, and tells of it without a number', async (t) => {
    const { ctx, charger, chargerId, system } = await firmwareBench(t, 'ocpp1.6')
    charger.handle('SignedUpdateFirmware', () => rpcError('NotImplemented'))
    const asked = answering(charger, 'UpdateFirmware', {})
    const firmware = await registered(ctx, { isSigned: true })
    assert.equal((await updateFirmware(ctx, 'CP-1', { firmwareId: firmware.id })).state, 'refused')
    const errand = await errandOf(ctx, chargerId, 'firmware', ({ state }) => state === 'open')
    assert.equal(asked.length, 1)
    await charger.call('FirmwareStatusNotification', { status: 'Downloading' })
    await charger.close()
    const again = await system.connectCharger('CP-1')
    await boot(again, 'ocpp1.6', '2.0.0')
    assert.equal((await errandOf(ctx, chargerId, 'firmware', ({ state }) => state !== 'open')).id, errand.id)
    assert.equal((await ctx.errands.find(errand.id))?.state, 'done')
    assert.deepEqual(charger.violations, [])
  })

  test('J-04: where the operator allows signed firmware only, nothing is sent unsigned', async (t) => {
    const { ctx, charger, chargerId } = await firmwareBench(t, 'ocpp1.6', {
      env: { VOLTYARD_UNSIGNED_FIRMWARE: 'off' },
    })
    charger.handle('SignedUpdateFirmware', () => rpcError('NotSupported'))
    const asked = answering(charger, 'UpdateFirmware', {})
    const firmware = await registered(ctx, { isSigned: true })
    assert.equal((await updateFirmware(ctx, 'CP-1', { firmwareId: firmware.id })).state, 'refused')
    await charger.call('Heartbeat', {})
    const errands = await ctx.errands.list(chargerId, { kind: 'firmware', limit: 5 })
    assert.deepEqual(
      errands.map(({ state }) => state),
      ['failed'],
    )
    assert.equal(asked.length, 0)
  })

  test('J-01: an unsigned 1.6 update ends by the words of the only update there is; what nobody asked for is tolerated', async (t) => {
    const { ctx, charger, chargerId } = await firmwareBench(t, 'ocpp1.6')
    for (const status of ['Installed', 'Idle', 'InstallationFailed']) {
      assert.deepEqual(await charger.call('FirmwareStatusNotification', { status }), {})
    }
    assert.equal((await ctx.errands.list(chargerId, { limit: 5 })).length, 0)
    answering(charger, 'UpdateFirmware', {})
    const firmware = await registered(ctx)
    await updateFirmware(ctx, 'CP-1', { firmwareId: firmware.id })
    await charger.call('FirmwareStatusNotification', { status: 'DownloadFailed' })
    assert.equal((await errandOf(ctx, chargerId, 'firmware')).state, 'failed')
  })

  test('a charger that is cut off in the middle of an update leaves nothing hanging', async (t) => {
    const { ctx, charger, chargerId, system } = await firmwareBench(t, 'ocpp2.0.1')
    answering(charger, 'UpdateFirmware', { status: 'Accepted' })
    const firmware = await registered(ctx)
    await updateFirmware(ctx, 'CP-1', { firmwareId: firmware.id })
    const { id } = await errandOf(ctx, chargerId, 'firmware')
    await charger.close()
    await system.server.storage.database.asOwner((owner) =>
      owner.query(`update errand set deadline_at = server_time() - interval '1 second' where id = $1`, [id]),
    )
    assert.equal((await errandOf(ctx, chargerId, 'firmware', ({ state }) => state !== 'open')).state, 'expired')
  })

  test('S22: firmware of another hash or signature, a retired one, or one for other chargers is not installed', async (t) => {
    const { ctx, charger } = await firmwareBench(t, 'ocpp2.0.1')
    const asked = answering(charger, 'UpdateFirmware', { status: 'Accepted' })
    const maker = await testAuthority('Maker')
    const { key, certificate } = await maker.issue({ commonName: 'Maker of firmware' })
    const signature = createSign('sha256').update('something else').sign(key, 'base64')
    const sha256 = createHash('sha256').update(image).digest('hex')
    const told = { vendor: null, model: null, version: '3', sha256, signing: null, note: '' }
    const register = (change: object, bytes = image) =>
      registerFirmwareFile(ctx, { ...told, ...change }, { name: 'x', content: once(bytes), mostBytes: 1_000 })
    await assert.rejects(register({}, Buffer.from('changed on its way')), { subject: 'sha256' })
    await assert.rejects(register({ signing: { certificate, signature } }), { subject: 'signature' })
    await assert.rejects(register({ signing: { certificate: 'no PEM', signature } }), { subject: 'signing' })
    await assert.rejects(register({}, Buffer.alloc(2_000)), { subject: 'file' })
    assert.deepEqual(await ctx.firmware.list(), [])

    const other = await register({ model: 'Two' })
    await assert.rejects(updateFirmware(ctx, 'CP-1', { firmwareId: other.id }), { code: 'conflict' })
    const own = await register({})
    await assert.rejects(register({}), { code: 'conflict' })
    await ctx.transaction((tx) => tx.firmware.retire(own.id))
    await assert.rejects(updateFirmware(ctx, 'CP-1', { firmwareId: own.id }), { code: 'conflict' })
    assert.equal(asked.length, 0)
  })
})
