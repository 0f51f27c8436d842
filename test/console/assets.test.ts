import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib'
import { callConsole, logIn } from '#test/support/console.ts'
import { startSystem } from '#test/support/system.ts'

const html = { accept: 'text/html,application/xhtml+xml' }
const script = 'console.log("a bus");'.repeat(100)

test('the console is served at the root, deep links included', async (t) => {
  const system = await startSystem(t, { consoleAssets: await builtConsole(t) })
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(system.url + path, { method, headers, redirect: 'manual' })

  await t.test('pages of the console are the page', async () => {
    for (const path of ['/', '/index.html', '/chargers/12?tab=log', '/sessions']) {
      const answer = await get(path, html)
      assert.equal(answer.status, 200, path)
      assert.match(await answer.text(), /<base href="\/" \/>.*the console/s, path)
      assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8')
      assert.equal(answer.headers.get('cache-control'), 'no-cache')
    }
    assert.equal((await get('/')).status, 200, 'whoever asks')
  })
  await t.test('a page that a browser has is not sent again', async () => {
    const etag = (await get('/', html)).headers.get('etag')!
    assert.equal((await get('/chargers', { ...html, 'if-none-match': `W/"x", ${etag}` })).status, 304)
    assert.equal((await get('/chargers', { ...html, 'if-none-match': '"x"' })).status, 200)
  })
  await t.test('its files are kept for good, and sent compressed', async () => {
    const answer = await get('/assets/main-1f2e.js', { 'accept-encoding': 'identity' })
    assert.equal(await answer.text(), script)
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    const etag = answer.headers.get('etag')!
    const known = await raw(`${system.url}/assets/main-1f2e.js`, { 'if-none-match': etag })
    assert.deepEqual([known.status, known.body.length], [304, 0])
    const compressed = await raw(`${system.url}/assets/main-1f2e.js`, { 'accept-encoding': 'gzip, br' })
    assert.equal(compressed.headers['content-encoding'], 'br')
    assert.match(String(compressed.headers['content-type']), /javascript/)
    assert.match(String(compressed.headers.vary), /accept-encoding/i)
    assert.equal(brotliDecompressSync(compressed.body).toString(), script)
    const gzip = await raw(`${system.url}/assets/main-1f2e.js`, { 'accept-encoding': 'gzip' })
    assert.equal(gzip.headers['content-encoding'], 'gzip')
    assert.equal((await get('/logo.svg')).headers.get('cache-control'), 'no-cache')
  })
  await t.test('HEAD has the same headers and no body', async () => {
    for (const path of ['/', '/assets/main-1f2e.js']) {
      const [head, whole] = [await get(path, html, 'HEAD'), await get(path, html)]
      assert.equal(head.status, 200)
      assert.equal(await head.text(), '')
      assert.equal(head.headers.get('content-type'), whole.headers.get('content-type'))
      assert.equal(head.headers.get('etag'), whole.headers.get('etag'))
    }
  })
  await t.test('what is nowhere is a 404, for programs and for files', async () => {
    for (const [path, headers] of [
      ['/nowhere', {}],
      ['/nowhere', { accept: 'application/json' }],
      ['/assets/gone-1234.js', html],
      ['/.built-from', html],
      ['/..%2fsecret.txt', html],
      ['/%2e%2e/secret.txt', html],
      ['/%', {}],
    ] as const) {
      const answer = await get(path, headers)
      assert.equal(answer.status, 404, path)
      assert.deepEqual(await answer.json(), { code: 404, message: 'There is nothing at this address.' })
    }
  })
  await t.test('other methods are refused', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
      assert.equal((await get('/', html, method)).status, 405, method)
      assert.equal((await get('/chargers', html, method)).status, 404, method)
    }
  })
  await t.test('the addresses of the APIs stay theirs', async () => {
    for (const path of ['/v2/nowhere', '/v2', '/oauth2/nowhere']) {
      const answer = await get(path, html)
      assert.equal(((await answer.json()) as { errors?: unknown[] }).errors?.length, 1, path)
    }
    assert.equal((await get('/console-api/nowhere', html)).status, 404)
    assert.equal((await get('/health/live', html)).headers.get('content-type'), 'application/json; charset=utf-8')
    assert.equal((await get('/ocpp/CP-1', html)).status, 400)
  })
})

test('S15: every answer of the console forbids what it does not need', async (t) => {
  const system = await startSystem(t, { consoleAssets: await builtConsole(t) })
  const common = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  }
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; " +
    "font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
  for (const path of ['/', '/assets/main-1f2e.js', '/logo.svg', '/nowhere', '/%']) {
    const { headers } = await fetch(system.url + path)
    const seen = Object.fromEntries(Object.keys(common).map((name) => [name, headers.get(name)]))
    assert.deepEqual(seen, common, path)
    assert.equal(headers.get('content-security-policy'), policy, path)
    assert.match(headers.get('permissions-policy') ?? '', /camera=\(\)/, path)
  }

  const anna = await logIn(system)
  const answers = [
    await anna.get('me'),
    await anna.post('logout'),
    await callConsole(system.url, 'me'),
    await callConsole(system.url, 'nowhere'),
    await callConsole(system.url, '%'),
    await callConsole(system.url, 'login', { method: 'POST', body: {} }),
  ]
  for (const { headers, status } of answers) {
    const seen = Object.fromEntries(Object.keys(common).map((name) => [name, headers.get(name)]))
    assert.deepEqual(seen, common, String(status))
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'; frame-ancestors 'none'/)
  }
})

test('below a base path the page knows where it is, and the server answers nowhere else', async (t) => {
  const env = { VOLTYARD_BASE_PATH: '/charging' }
  const system = await startSystem(t, { consoleAssets: await builtConsole(t), env })
  for (const path of ['/charging', '/charging/', '/charging/chargers/7']) {
    assert.match(
      await (await fetch(system.url + path, { headers: html })).text(),
      /<base href="\/charging\/" \/>/,
      path,
    )
  }
  assert.equal((await fetch(`${system.url}/charging/assets/main-1f2e.js`)).status, 200)
  assert.equal((await fetch(`${system.url}/`, { headers: html })).status, 404)
  assert.equal((await fetch(`${system.url}/chargers`, { headers: html })).status, 404)
})

test('a console that is built anew under a running server is the one that is served', async (t) => {
  const dist = await builtConsole(t)
  const system = await startSystem(t, { consoleAssets: dist })
  const page = async (headers: Record<string, string> = {}) =>
    fetch(`${system.url}/chargers`, { headers: { ...html, ...headers } })
  const before = await page()
  assert.match(await before.text(), /the console/)

  await rm(join(dist, 'index.html'))
  assert.match(await (await page()).text(), /the console/, 'while it is being built')
  await writeFile(join(dist, 'index.html'), '<!doctype html><base href="/" /><title>a newer one</title>')
  await writeFile(join(dist, 'assets', 'main-9d8c.js'), script)

  const after = await page({ 'if-none-match': before.headers.get('etag')! })
  assert.equal(after.status, 200)
  assert.match(await after.text(), /a newer one/)
  assert.equal((await fetch(`${system.url}/assets/main-9d8c.js`)).status, 200)
})

test('a console that was not built says how to build it', async (t) => {
  const system = await startSystem(t, { consoleAssets: null })
  const answer = await fetch(`${system.url}/chargers`, { headers: html })
  assert.equal(answer.status, 200)
  assert.match(await answer.text(), /npm run build -w console/)
})

async function builtConsole(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'voltyard-console-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const dist = join(folder, 'dist')
  await mkdir(join(dist, 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'not for the world')
  await writeFile(join(dist, '.built-from'), 'not for the world')
  await writeFile(join(dist, 'index.html'), '<!doctype html><base href="/" /><title>the console</title>')
  await writeFile(join(dist, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(dist, 'assets', 'main-1f2e.js'), script)
  await writeFile(join(dist, 'assets', 'main-1f2e.js.br'), brotliCompressSync(script))
  await writeFile(join(dist, 'assets', 'main-1f2e.js.gz'), gzipSync(script))
  return dist
}

/** As it comes over the wire. */
function raw(url: string, headers: Record<string, string>) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    request(url, { headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part) => parts.push(part))
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }),
      )
    })
      .on('error', reject)
      .end()
  })
}
