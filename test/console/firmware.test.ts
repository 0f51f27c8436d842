import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { logIn } from '../support/console.ts'
import { answering, bootedCharger } from '../support/firmware-bench.ts'
import { eventually, startSystem } from '../support/system.ts'

const image = Buffer.from('the new firmware')
const sha256 = createHash('sha256').update(image).digest('hex')
const everyone = { identities: null, vendor: null, model: null, firmware: null }
const plan = { waves: [1], stopAtFailurePercent: 20, waveHours: 24, installAt: null }

test('an administrator registers firmware, an operator rolls it out, and what comes of each charger is shown', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'] })
  const [admin, operator] = [await logIn(system), await logIn(system, { role: 'operator' })]
  const send = (query: object, body: Buffer) =>
    fetch(`${system.url}/console-api/firmware-files?${new URLSearchParams(query as never)}`, {
      method: 'POST',
      headers: { cookie: admin.cookie, 'x-csrf-token': admin.csrfToken, 'content-type': 'application/octet-stream' },
      body: body as never,
    })
  const wrong = await send({ version: '2.0.0', sha256, vendor: 'Maker' }, Buffer.from('another'))
  assert.deepEqual([wrong.status, ((await wrong.json()) as any).error.field], [400, 'sha256'])
  const made = await send({ version: '2.0.0', sha256, vendor: 'Maker' }, image)
  assert.equal(made.status, 201)
  const firmware = (await made.json()) as { id: number; size: number; isSigned: boolean }
  assert.deepEqual([firmware.size, firmware.isSigned], [image.length, false])
  assert.equal((await operator.get('firmware')).body.items.length, 1)

  const charger = await bootedCharger(system, 'CP-1', 'ocpp2.0.1')
  answering(charger, 'UpdateFirmware', { status: 'Rejected' })
  const outline = { firmwareId: firmware.id, selection: everyone, plan }
  const preview = await operator.post('firmware-campaigns/preview', outline)
  assert.deepEqual(preview.body.waves, [['CP-1']])
  assert.deepEqual(preview.body.left, [{ identity: 'CP-2', reason: 'it has never said what it is' }])
  const started = await operator.post('firmware-campaigns', { name: 'Spring', ...outline })
  assert.equal(started.status, 201)
  const detail = await eventually(
    () => operator.get(`firmware-campaigns/${started.body.id}`),
    ({ body }) => body.state === 'stopped',
    20_000,
  )
  assert.deepEqual(
    detail.body.chargers.map(({ identity, state, reason }: any) => [identity, state, reason]),
    [['CP-1', 'failed', 'Rejected']],
  )
  assert.equal((await operator.patch(`firmware-campaigns/${started.body.id}`, { state: 'running' })).status, 409)
  assert.equal((await admin.del(`firmware/${firmware.id}`)).status, 204)
  assert.equal((await operator.post('firmware-campaigns', { name: 'Again', ...outline })).status, 409)
})

test('S16: firmware elsewhere is compared with its hash, and nothing of our own network is called for that', async (t) => {
  const system = await startSystem(t)
  const admin = await logIn(system)
  const told = { version: '3', sha256 }
  for (const url of ['https://127.0.0.1/f.bin', 'https://[::ffff:169.254.169.254]/f.bin', 'https://localhost/f.bin']) {
    const refused = await admin.post('firmware', { ...told, url })
    assert.deepEqual([refused.status, refused.body.error.field], [400, 'url'], url)
  }
  assert.equal((await admin.post('firmware', { ...told, url: 'http://files.example.com/f.bin' })).status, 400)
  const trusted = { ...told, url: 'https://u:geheim@files.example.com/f.bin?sig=geheim', isTrusted: true }
  const made = await admin.post('firmware', trusted)
  assert.deepEqual([made.status, made.body.url], [201, 'https://files.example.com/f.bin'])
})

test('an operator asks a charger for its log, fetches it and reads it; a viewer does not', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const [operator, viewer] = [await logIn(system, { role: 'operator' }), await logIn(system, { role: 'viewer' })]
  const charger = await bootedCharger(system, 'CP-1', 'ocpp2.0.1')
  const asked = answering(charger, 'GetLog', { status: 'Accepted', filename: 'böse"\r\n<script>.log' })
  const [{ id }] = (await operator.get('chargers')).body.items ?? [{ id: 1 }]
  const order = { log: 'diagnostics', from: '2026-01-01T00:00:00Z' }
  assert.equal((await operator.post(`chargers/${id}/logs`, order)).status, 202)
  await eventually(
    async () => asked.length,
    (count) => count === 1,
  )
  await eventually(
    async () => (await operator.get(`chargers/${id}/errands`)).body.items[0]?.progress,
    (progress) => progress === 'Accepted',
  )
  assert.equal((await fetch(asked[0].log.remoteLocation, { method: 'PUT', body: '<b>a line</b>' })).status, 201)
  const [file] = (await viewer.get(`chargers/${id}/files`)).body.items
  assert.deepEqual([file.name, file.size], ['böse___<script>.log'.replace(/[<>]/g, '_'), 13])
  assert.equal((await viewer.get(`files/${file.id}`)).status, 403)
  const fetched = await operator.get(`files/${file.id}`)
  assert.deepEqual([fetched.status, fetched.text], [200, '<b>a line</b>'])
  assert.equal(fetched.headers.get('content-type'), 'application/octet-stream')
  assert.match(fetched.headers.get('content-disposition') ?? '', /^attachment; filename\*=UTF-8''b%C3%B6se/)
})
