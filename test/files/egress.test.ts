import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { createFetchOutside, outsideOf } from '#server/egress.ts'

test('S16: nothing of our own network is outside, in whatever spelling', () => {
  const isOutside = outsideOf([])
  for (const address of [
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    'ff02::1',
    'no address',
  ]) {
    assert.equal(isOutside(address), false, address)
  }
  for (const address of ['1.1.1.1', '172.32.0.1', '2606:4700::1111']) assert.equal(isOutside(address), true, address)
})

test('S16: what the operator allows is called, and nothing beside it', () => {
  const isOutside = outsideOf(['10.9.0.0/16', '::1'])
  assert.deepEqual(['10.9.1.1', '10.8.1.1', '::1', '127.0.0.1'].map(isOutside), [true, false, true, false])
})

test('S16: metadata, localhost, mapped and disguised addresses are refused before anything is sent', async (t) => {
  const server = await listening(t)
  const fetchOutside = createFetchOutside([])
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433', '127.1', '0']) {
    await assert.rejects(
      fetchOutside(`http://${host}:${server.port}/`),
      { name: 'OutsideRefused', why: 'forbidden' },
      host,
    )
  }
  await assert.rejects(fetchOutside('http://169.254.169.254/latest/meta-data/'), { why: 'forbidden' })
  assert.equal(server.requests.length, 0)
})

test('S16: other schemes and passwords in addresses are refused', async () => {
  const fetchOutside = createFetchOutside(['127.0.0.0/8'])
  for (const url of [
    'file:///etc/passwd',
    'ftp://127.0.0.1/',
    'gopher://127.0.0.1/',
    'nonsense',
    'http://a:b@127.0.0.1/',
  ]) {
    await assert.rejects(fetchOutside(url), { why: 'address' }, url)
  }
})

test('S16: a redirect is not followed, and an answer that is too long or too slow is not waited for', async (t) => {
  const server = await listening(t)
  const fetchOutside = createFetchOutside(['127.0.0.0/8', '::1'])
  const redirect = await fetchOutside(`http://127.0.0.1:${server.port}/redirect`)
  assert.equal(redirect.status, 302)
  assert.deepEqual(server.requests, ['GET /redirect'])

  const long = await fetchOutside(`http://localhost:${server.port}/long`, { mostBytes: 1_000 })
  await assert.rejects(textOf(long.body), { why: 'too-large' })
  await assert.rejects(fetchOutside(`http://127.0.0.1:${server.port}/never`, { timeoutMs: 100 }), { why: 'timeout' })
  const posted = await fetchOutside(`http://127.0.0.1:${server.port}/echo`, { method: 'POST', body: 'hello' })
  assert.equal(await textOf(posted.body), 'hello')
})

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const piece of body) text += piece.toString()
  return text
}

async function listening(t: TestContext) {
  const requests: string[] = []
  const http = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    if (request.url === '/redirect') response.writeHead(302, { location: 'http://127.0.0.1/secret' }).end()
    else if (request.url === '/long') response.end('x'.repeat(100_000))
    else if (request.url === '/echo') request.pipe(response)
  })
  await new Promise<void>((done) => http.listen(0, done))
  t.after(() => {
    http.closeAllConnections()
    http.close()
  })
  return { port: (http.address() as AddressInfo).port, requests }
}
