import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Check } from 'typebox/value'
import { findScenario, scenarioNames } from '#simulator/scenarios/scenarios.ts'
import { main } from '../../cli/main.ts'
import { askingServer } from '../support/asking-server.ts'
import { fastEnv } from '../support/simulated-site.ts'
import { eventually, startSystem } from '../support/system.ts'
import { testAuthority } from '../support/test-authority.ts'

test('voltyard simulate plays a scenario at a server and sums it up', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'], env: fastEnv })
  const file = join(folder(t), 'passwords')
  writeFileSync(file, `CP-1:${system.passwords.get('CP-1')}\n`)
  const words = [
    'simulate',
    'single-charger',
    '--url',
    system.url,
    '--passwords',
    file,
    '--rate',
    '600',
    '--for',
    '20m',
  ]
  const { exitCode, out } = await run(words)
  assert.equal(exitCode, 0)
  assert.match(out, /CP-1 {6}connected and accepted\n/)
  assert.match(out, /CAR-1 charges with CARD-1\n/)
  assert.match(
    out,
    /1 charger was connected\.\n1 visit, 1 session \(1 not ended\), 0 refused\.\n[1-9]\.\d kWh were charged\.\n$/,
  )
})

test('Ctrl-C ends a simulation with its summary, and nothing of it goes on', async (t) => {
  const server = await askingServer(t)
  const words = ['simulate', 'charger', 'CP-1', '--url', server.endpoint, '--rate', '600']
  // A group of its own, which gets the signal as a whole, as in a terminal.
  const child = spawn(process.execPath, [launcher, ...words], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => isRunning(child.pid!) && process.kill(-child.pid!, 'SIGKILL'))
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  await eventually(
    async () => out,
    (text) => text.includes('charges with CARD-1'),
    20_000,
  )
  const ended = once(child, 'close')
  process.kill(-child.pid!, 'SIGINT')
  assert.deepEqual(await ended, [0, null])
  assert.match(out, /\n\n1 charger was connected\.\n\d+ visits?, [1-9]\d* sessions?.*\n\d+\.\d kWh were charged\.\n$/)
  assert.doesNotMatch(out, /offline/)
  assert.ok(!isRunning(child.pid!), 'a process of the group is left')
})

test('voltyard simulate charger stays connected for as long as it is told', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-9'], tokens: ['CARD-1'], env: fastEnv })
  const words = ['simulate', 'charger', 'CP-9', '--url', system.url, '--password', system.passwords.get('CP-9')!]
  const { exitCode, out } = await run([...words, '--version', '2.0.1', '--rate', '600', '--for', '20m', '--json'])
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.equal(exitCode, 0)
  assert.ok(lines.some((line) => line.kind === 'session-started' && line.visit.card === 'CARD-1'))
  assert.equal(lines.at(-1).summary.chargersConnected, 1)
  assert.ok(lines.at(-1).summary.energyWh > 0)
})

test('a charger of security profile 3 shows its certificate to a server that it trusts', async (t) => {
  const authority = await testAuthority()
  const [own, charger] = await Promise.all([
    authority.issue({ commonName: '127.0.0.1', hosts: ['127.0.0.1'] }),
    authority.issue({ commonName: 'CP-3' }),
  ])
  const tls = { key: own.key, cert: own.certificate, ca: authority.certificate, requestCert: true }
  const server = await askingServer(t, { tls })
  const path = folder(t)
  const files = { ca: authority.certificate, certificate: charger.certificate, key: charger.key }
  const options = Object.entries(files).flatMap(([name, text]) => {
    writeFileSync(join(path, name), text)
    return [`--${name}`, join(path, name)]
  })
  const words = ['simulate', 'charger', 'CP-3', '--url', server.endpoint, '--profile', '3', '--rate', '600']
  const { exitCode, out } = await run([...words, ...options, '--for', '20m'])
  assert.equal(exitCode, 0)
  assert.match(out, /1 charger was connected\./)
  assert.equal(server.knocks[0]?.certificate, 'CP-3')
})

test('a server that is not trusted ends the simulation with a sentence', async (t) => {
  const { key, certificate } = await (await testAuthority()).issue({ commonName: '127.0.0.1', hosts: ['127.0.0.1'] })
  const server = await askingServer(t, { tls: { key, cert: certificate } })
  const { exitCode, err } = await run(['simulate', '--url', server.endpoint])
  assert.equal(exitCode, 1)
  assert.match(err, /^CP-1 cannot connect to wss:.*: the certificate of the server is not trusted \(.+\)\.\n$/)
})

test('a charger that is refused ends the simulation with the HTTP status', async (t) => {
  const server = await askingServer(t, { acceptsStatus: 401 })
  const { exitCode, err } = await run(['simulate', 'charger', 'CP-1', '--url', server.endpoint])
  assert.equal(exitCode, 1)
  assert.match(err, /^CP-1 cannot connect to ws:.*: the server answers HTTP 401, the password is wrong or missing\.\n$/)
})

test('a server that is not there ends the simulation with a sentence', async () => {
  const { exitCode, err } = await run(['simulate', '--url', 'ws://127.0.0.1:1'])
  assert.equal(exitCode, 1)
  assert.match(err, /^CP-1 cannot connect to ws:.*: the server cannot be reached \(.*ECONNREFUSED.*\)\.\n$/)
})

const mistakes: [line: string, sentence: RegExp][] = [
  ['simulate nowhere', /^There is no scenario "nowhere": there is bus-depot, car-park, single-charger, or a file\.$/],
  ['simulate ./nowhere.json', /^The scenario \.\/nowhere\.json cannot be read \(ENOENT\)\.$/],
  ['simulate --url there', /^--url is "there", but must be an address such as/],
  ['simulate --rate 0', /^--rate is "0", but must be a number above 0/],
  ['simulate --for 3', /^--for is "3", but must be a duration such as/],
  ['simulate --password a --passwords b', /^--password and --passwords exclude each other\.$/],
  ['simulate --passwords ./nowhere', /^--passwords \.\/nowhere cannot be read \(ENOENT\)\.$/],
  ['simulate charger CP-1 --version 2', /^--version is "2", but must be one of 1\.6, 2\.0\.1, 2\.1\.$/],
  ['simulate charger CP-1 --profile 4', /^--profile is 4, but must be from 0 to 3\.$/],
  [
    'simulate charger CP-1 --profile 3',
    /^--profile 3 needs the certificate of the charger: --certificate and --key\.$/,
  ],
  ['simulate charger CP-1 --key a.pem', /^--certificate and --key belong together\.$/],
  ['simulate --ca ./nowhere', /^--ca \.\/nowhere cannot be read \(ENOENT\)\.$/],
  ['simulate --ca package.json', /^--ca package\.json is no PEM\.$/],
  ['simulate charger CP-1 --evses 0', /^--evses is 0, but must be from 1 to 20\.$/],
  ['simulate charger CP-1 --cards ,', /^--cards must be cards of 1 to 20 characters/],
]

for (const [line, sentence] of mistakes) {
  test(`the mistake in "${line}" is told in a sentence`, async () => {
    const { exitCode, out, err } = await run(line.split(' '))
    assert.equal(exitCode, 2)
    assert.equal(out, '')
    assert.match(err.split('\n')[0]!, sentence)
  })
}

const [oneCharger] = findScenario('single-charger').chargers
const broken: [change: object, sentence: RegExp][] = [
  [{ chargers: [] }, /chargers must not have fewer than 1 items/],
  [{ timeZone: 'Mars/Base' }, /timeZone "Mars\/Base" is not known/],
  [{ seed: 'seven' }, /seed must be integer/],
  [{ chargers: [{ ...oneCharger, securityProfile: 9 }] }, /chargers\.0\.securityProfile/],
  [{ chargers: [{ ...oneCharger, misbehaviour: { answers: { Reset: 'loudly' } } }] }, /misbehaviour\.answers\.Reset/],
  [{ colour: 'red' }, /colour is not known here/],
  [{ mishaps: [{ kind: 'offline', charger: 'CP-7', from: '10:00', to: '11:00' }] }, /there is no charger "CP-7"/],
]

for (const [change, sentence] of broken) {
  test(`a scenario file with ${JSON.stringify(change)} is refused with the place of the fault`, async (t) => {
    const file = join(folder(t), 'site.json')
    writeFileSync(file, JSON.stringify({ ...findScenario('single-charger'), ...change }))
    const { exitCode, err } = await run(['simulate', file])
    assert.equal(exitCode, 2)
    assert.match(err, sentence)
  })
}

test('the schema that is printed is the one that the scenarios fit', async () => {
  const { out } = await run(['simulate', '--print-schema'])
  for (const name of scenarioNames()) assert.ok(Check(JSON.parse(out), findScenario(name)), name)
  assert.ok(!Check(JSON.parse(out), {}))
})

const launcher = fileURLToPath(new URL('../../bin/voltyard.js', import.meta.url))

function isRunning(group: number): boolean {
  try {
    return process.kill(-group, 0)
  } catch {
    return false
  }
}

async function run(argv: string[]) {
  let out = ''
  let err = ''
  const exitCode = await main(argv, {
    env: {},
    isTty: false,
    out: (text) => {
      out += `${text}\n`
    },
    err: (text) => {
      err += `${text}\n`
    },
  })
  return { exitCode, out, err }
}

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'voltyard-'))
  t.after(() => rmSync(path, { recursive: true }))
  return path
}
