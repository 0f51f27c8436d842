import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import mqtt from 'mqtt'
import { eventually } from './system.ts'
import type { TestAuthority } from './test-authority.ts'

/** Why tests with a broker are skipped; false where there is one. */
export const noBroker = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'].some(
  existsSync,
)
  ? false
  : 'there is no Mosquitto: install it with "apt-get install mosquitto"'

export type Broker = {
  url: string
  /** With a certificate of the authority that was named. */
  tlsUrl: string
  /** As one that may send to every topic. */
  publish(topic: string, message: string | object, options?: { retain?: boolean }): Promise<void>
  stop(): Promise<void>
  /** On the same port. */
  start(): Promise<void>
}

/** A Mosquitto of its own, which lets in one user with a password and nobody else. */
export async function startBroker(
  t: TestContext,
  { user, password, authority }: { user: string; password: string; authority: TestAuthority },
): Promise<Broker> {
  const program = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin']
    .map((folder) => `${folder}/mosquitto`)
    .find(existsSync)!
  const folder = mkdtempSync(join(tmpdir(), 'voltyard-broker-'))
  const [port, tlsPort] = [await freePort(), await freePort()]
  const issued = await authority.issue({ commonName: 'broker', hosts: ['127.0.0.1'] })
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
  writeFileSync(certificate, issued.certificate)
  writeFileSync(key, issued.key)
  const passwords = join(folder, 'passwords')
  const made = spawnSync('mosquitto_passwd', ['-b', '-c', passwords, user, password])
  assert.equal(made.status, 0, String(made.stderr))
  const config = join(folder, 'mosquitto.conf')
  const runsAs = process.getuid?.() === 0 ? ['user root'] : []
  writeFileSync(
    config,
    [
      `listener ${port} 127.0.0.1`,
      `listener ${tlsPort} 127.0.0.1`,
      `certfile ${certificate}`,
      `keyfile ${key}`,
      'allow_anonymous false',
      `password_file ${passwords}`,
      'persistence false',
      ...runsAs,
      '',
    ].join('\n'),
  )
  let broker: ChildProcess | null = null
  let client: mqtt.MqttClient | null = null

  const stop = async () => {
    await client?.endAsync(true)
    client = null
    const running = broker
    broker = null
    if (!running || running.exitCode !== null) return
    running.kill('SIGKILL')
    await once(running, 'exit')
  }
  const start = async () => {
    broker = spawn(program, ['-c', config], { stdio: 'ignore' })
    await eventually(
      () => answers(port),
      (isUp) => isUp,
    )
  }
  t.after(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })
  await start()

  return {
    url: `mqtt://127.0.0.1:${port}`,
    tlsUrl: `mqtts://127.0.0.1:${tlsPort}`,
    async publish(topic, message, options = {}) {
      client ??= await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { username: user, password, reconnectPeriod: 0 })
      await client.publishAsync(topic, typeof message === 'string' ? message : JSON.stringify(message), {
        qos: 1,
        ...options,
      })
    },
    stop,
    start,
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}
