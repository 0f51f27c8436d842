import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { accessToken, eventually, getJson } from './support/system.ts'

const program = fileURLToPath(new URL('../bin/voltyard.js', import.meta.url))

test('the demo says in one line how to get in, lets vehicles charge, and Ctrl-C ends everything it started', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'voltyard-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  // A real server's settings are none of the demo's business, and must stay untouched.
  const env = { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
  const demo = spawn(process.execPath, [program, 'demo', '--json', '--port', '0', '--data', folder], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(demo, 'exit')
  t.after(() => demo.kill('SIGKILL'))
  const lines = createInterface({ input: demo.stdout })
  const [line] = (await once(lines, 'line')) as [string]
  const { ready, url, ocppUrl, ocppTlsUrl, caCertificate, console, depotClient, chargers } = JSON.parse(line)

  assert.equal(ready, true)
  assert.equal(ocppUrl, `${url.replace('http', 'ws')}/ocpp`)
  assert.equal(chargers.length, 32)
  const tls = new URL(ocppTlsUrl)
  assert.deepEqual([tls.protocol, tls.pathname], ['wss:', '/ocpp'])
  const secure = connect({ host: tls.hostname, port: Number(tls.port), ca: caCertificate })
  await once(secure, 'secureConnect')
  assert.equal(secure.authorized, true)
  secure.destroy()
  const body = JSON.stringify({ login: console.user, password: console.password })
  const headers = { 'content-type': 'application/json' }
  const login = await fetch(`${url}/console-api/login`, { method: 'POST', headers, body })
  assert.equal(login.status, 200)
  const cookie = login.headers.getSetCookie()[0]!.split(';')[0]!
  await eventually(
    async () => (await (await fetch(`${url}/console-api/board`, { headers: { cookie } })).json()) as any,
    (board) => board.chargers.some(({ state }: { state: string }) => state === 'charging'),
    60_000,
  )
  const token = await accessToken(url, depotClient.id, depotClient.secret)
  assert.equal((await getJson(`${url}/v2/transactions`, token)).status, 200)

  const started = await descendantsOf(demo.pid!)
  assert.ok(started.length > 0, 'it runs a PostgreSQL of its own')
  demo.kill('SIGINT')
  assert.deepEqual(await ended, [0, null])
  assert.deepEqual(started.filter(isAlive), [])
  await assert.rejects(fetch(url))
})

async function descendantsOf(pid: number): Promise<number[]> {
  const processes = process.platform === 'linux' ? await processesOfLinux() : await processesOfPs()
  const found = [pid]
  for (const one of found) for (const [child, parent] of processes) if (parent === one) found.push(child)
  return found.slice(1)
}

type Kinship = [pid: number, parent: number]

async function processesOfLinux(): Promise<Kinship[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')))
  return stats.flatMap((stat): Kinship[] => {
    const [, pid, parent] = /^(\d+) .*\) \S (\d+)/.exec(stat) ?? []
    return pid && parent ? [[Number(pid), Number(parent)]] : []
  })
}

async function processesOfPs(): Promise<Kinship[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as Kinship)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
