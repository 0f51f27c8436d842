import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import { requestLog } from '#core/files/request-log.ts'
import { registerFirmwareFile } from '#core/firmware/register-firmware.ts'
import { updateFirmware } from '#core/firmware/update-firmware.ts'
import { answering, errandOf, firmwareBench } from '../support/firmware-bench.ts'
import type { SystemOptions } from '../support/system.ts'

const order = { log: 'diagnostics', from: null, to: null, target: null } as const
const nobodys = randomBytes(32).toString('base64url')

/** A charger that was asked for its log, and where it is to send it. */
async function askedForLog(t: TestContext, options: SystemOptions = {}) {
  const bench = await firmwareBench(t, 'ocpp2.0.1', options)
  const asked = answering(bench.charger, 'GetLog', { status: 'Accepted', filename: 'a.log' })
  await requestLog(bench.ctx, 'CP-1', order)
  return { ...bench, address: asked[0].log.remoteLocation as string }
}

const put = (address: string, body: string | Buffer) =>
  fetch(address, { method: 'PUT', body: body as never }).then(({ status }) => status)

test('J-02: a ticket takes one file; it is not good for another one, for fetching, or for anybody without it', async (t) => {
  const { address, ctx, chargerId, system } = await askedForLog(t)
  assert.equal((await fetch(address)).status, 404)
  assert.equal((await fetch(address.replace('uploads', 'firmware'))).status, 404)
  assert.equal(await put(`${system.url}/files/uploads/${nobodys}`, 'x'), 404)
  assert.equal(await put(`${system.url}/files/uploads/..%2f..%2fetc%2fpasswd`, 'x'), 404)
  assert.equal(await put(address, ''), 400)
  assert.equal(await put(`${address}/CP-1-diagnostics.log`, 'the log'), 201)
  assert.equal(await put(address, 'another'), 404)
  const files = await ctx.files.ofCharger(chargerId, 10)
  assert.deepEqual(
    files.map(({ name, size }) => [name, size]),
    [['a.log', 7]],
  )
})

test('J-02: only the hash of a ticket is stored', async (t) => {
  const { address, system } = await askedForLog(t)
  const ticket = address.split('/').at(-1)!
  const { database } = system.server.storage
  const rows = await database.asOwner((owner) => owner.query('select t::text as row from file_ticket t'))
  assert.equal(rows.rows.length, 1)
  assert.ok(!rows.rows[0].row.includes(ticket))
  assert.ok(rows.rows[0].row.includes(createHash('sha256').update(ticket).digest('hex')))
  const log = await database.asOwner((owner) =>
    owner.query(
      `select m::text as row from message_log m union all select c::text from command c union all select e::text from errand e`,
    ),
  )
  for (const { row } of log.rows) assert.ok(!row.includes(ticket), row)
})

test('J-02: a ticket is worth nothing once its time is over, its errand has failed, or its charger is gone', async (t) => {
  const { address, system, charger, ctx, chargerId } = await askedForLog(t)
  const sql = (text: string) => system.server.storage.database.asOwner((owner) => owner.query(text))
  await sql(`update file_ticket set expires_at = server_time() - interval '1 second'`)
  assert.equal(await put(address, 'late'), 404)
  await sql(`update file_ticket set expires_at = server_time() + interval '1 hour'`)
  await sql('update charger set removed_at = server_time()')
  assert.equal(await put(address, 'gone'), 404)
  await sql('update charger set removed_at = null')
  const { requestId } = await errandOf(ctx, chargerId, 'log')
  await charger.call('LogStatusNotification', { status: 'UploadFailure', requestId })
  assert.equal(await put(address, 'given up'), 404)
  assert.deepEqual(await ctx.files.ofCharger(chargerId, 10), [])
})

test('a log that is too large is refused, with its size told or not, and nothing of it is kept', async (t) => {
  const { address, ctx, chargerId, system } = await askedForLog(t, { env: { VOLTYARD_LARGEST_LOG_MB: '1' } })
  const large = Buffer.alloc(1024 * 1024 + 1)
  assert.equal(await put(address, large).catch(() => 413), 413)
  const chunked = fetch(address, { method: 'PUT', body: pieces(large), duplex: 'half' } as never)
  assert.equal(await chunked.then(({ status }) => status).catch(() => 413), 413)
  const { rows } = await system.server.storage.database.asOwner((owner) => owner.query('select from stored_file'))
  assert.equal(rows.length, 0)
  assert.equal(await put(address, large.subarray(1)), 201)
  assert.equal((await ctx.files.ofCharger(chargerId, 1))[0]?.size, 1024 * 1024)
})

test('an upload that breaks off leaves nothing, and may be tried again', async (t) => {
  const { address, ctx, chargerId } = await askedForLog(t)
  const { hostname, port, pathname } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.write(`PUT ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n0123456789`)
  await new Promise((resolve) => socket.write('01234', resolve))
  socket.destroy()
  const whole = randomBytes(3 * 1024 * 1024 + 17)
  assert.equal(await put(address, whole), 201)
  const [file, ...others] = await ctx.files.ofCharger(chargerId, 10)
  assert.equal(others.length, 0)
  assert.deepEqual(await bytesOf(ctx.files.read(file!.id, 0, file!.size)), whole)
  assert.equal(file!.sha256.toString('hex'), createHash('sha256').update(whole).digest('hex'))
})

test('J-02: firmware is fetched whole or in parts, as often as it takes', async (t) => {
  const { ctx, charger } = await firmwareBench(t, 'ocpp2.0.1')
  const asked = answering(charger, 'UpdateFirmware', { status: 'Accepted' })
  const image = randomBytes(2 * 1024 * 1024 + 500)
  const sha256 = createHash('sha256').update(image).digest('hex')
  const told = { vendor: null, model: null, version: '2', sha256, signing: null, note: '' }
  const source = { name: 'i.bin', content: pieces(image), mostBytes: 1e9 }
  const firmware = await registerFirmwareFile(ctx, told, source)
  await updateFirmware(ctx, 'CP-1', { firmwareId: firmware.id })
  const { location } = asked[0].firmware

  const head = await fetch(location, { method: 'HEAD' })
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(image.length)])
  assert.equal(head.headers.get('accept-ranges'), 'bytes')
  const whole = await fetch(location)
  assert.deepEqual(Buffer.from(await whole.arrayBuffer()), image)
  for (const [range, from, to] of [
    ['bytes=0-0', 0, 1],
    ['bytes=1048570-1048590', 1_048_570, 1_048_591],
    ['bytes=2097152-', 2_097_152, image.length],
    ['bytes=-10', image.length - 10, image.length],
    ['bytes=100-99999999', 100, image.length],
  ] as const) {
    const part = await fetch(location, { headers: { range } })
    assert.equal(part.status, 206, range)
    assert.equal(part.headers.get('content-range'), `bytes ${from}-${to - 1}/${image.length}`)
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), image.subarray(from, to), range)
  }
  assert.equal((await fetch(location, { headers: { range: `bytes=${image.length}-` } })).status, 416)
  for (const range of ['bytes=5-2', 'lines=1-2', 'bytes=0-1,4-5', 'bytes=-', 'nonsense']) {
    assert.equal((await fetch(location, { headers: { range } })).status, 200, range)
  }
  const changed = await fetch(location, { headers: { range: 'bytes=0-1', 'if-range': '"another"' } })
  assert.equal(changed.status, 200)
  assert.equal((await fetch(location, { method: 'PUT', body: 'mine' })).status, 404)
  assert.equal((await fetch(location, { method: 'DELETE' })).status, 404)
})

test('the address of files is the one that the operator says, else the one that the charger has found us under', async (t) => {
  const own = await askedForLog(t, { env: { VOLTYARD_PUBLIC_URL: 'https://charge.example.com/yard' } })
  assert.match(own.address, /^https:\/\/charge\.example\.com\/yard\/files\/uploads\/[\w-]{43}$/)
})

async function* pieces(bytes: Buffer) {
  for (let from = 0; from < bytes.length; from += 60_000) yield bytes.subarray(from, from + 60_000)
}

async function bytesOf(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of content) all.push(piece)
  return Buffer.concat(all)
}
