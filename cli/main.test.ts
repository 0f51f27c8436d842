import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { Type } from 'typebox'
import { Problem } from '#core/errors.ts'
import { listenAdmin } from '#server/admin-socket.ts'
import { operation } from '#server/operation.ts'
import { commands } from './index.ts'
import { main } from './main.ts'

describe('the help', () => {
  for (const command of commands) {
    test(`tells of "${command.name}" what it does, takes and looks like`, async () => {
      const asked = await run(['help', ...command.name.split(' ')])
      const flagged = await run([...command.name.split(' '), '--help'])
      assert.equal(asked.exitCode, 0)
      assert.deepEqual(flagged, asked)
      assert.match(command.summary, /^[A-Z].*\.$/)
      for (const option of Object.keys(command.options)) assert.match(asked.out, new RegExp(`^  --${option}\\b`, 'm'))
      for (const { description } of Object.values(command.options)) assert.match(description, /\.$/)
      assert.ok(command.examples.length > 0)
      for (const example of command.examples) assert.ok(example.startsWith(`voltyard ${command.name}`), example)
      assert.ok(asked.out.split('\n').every((line) => line.length <= 120))
    })
  }

  test('without a command lists all of them', async () => {
    const { exitCode, out } = await run([])
    assert.equal(exitCode, 0)
    for (const command of commands) assert.match(out, new RegExp(`^  ${command.name}\\b`, 'm'))
    assert.deepEqual(await run(['--help']), await run([]))
  })
})

const mistakes: [string, RegExp, string][] = [
  ['chrger add X', /^"chrger add" is not a command; did you mean "charger add"\?$/, 'help'],
  [
    'charger',
    /^"charger" is not a command; there is charger add, charger password-change, charger raise-profile\.$/,
    'help',
  ],
  ['charger --json-x', /^"charger" is not a command/, 'help'],
  ['--port 1 start', /^"--port" must follow a command\.$/, 'help'],
  ['charger add', /^Missing: ID\.$/, 'help charger add'],
  ['charger add A B', /^"B" is too much for "charger add"\.$/, 'help charger add'],
  ['charger add A --evses many', /^--evses is "many", but must be a whole number\.$/, 'help charger add'],
  ['charger add A --pasword x', /^Unknown option '--pasword'\.$/, 'help charger add'],
  ['charger add A --evses', /^Option '--evses <value>' argument missing\.$/, 'help charger add'],
  ['token add', /^Missing: UID…\.$/, 'help token add'],
  ['client add X', /^--package is missing: one of basic, advanced, premium\.$/, 'help client add'],
  ['client add X --grants everything', /^--grants is "everything", but must be one of /, 'help client add'],
  ['client grants X', /^--package is missing/, 'help client grants'],
  ['client add X --package gold', /^--package is "gold", but must be one of /, 'help client add'],
  ['command start CP-1', /^--token is missing/, 'help command start'],
  ['command stop CP-1 last', /^SESSION is "last"/, 'help command stop'],
  ['command unlock CP-1', /^Missing: CHARGER CONNECTOR\.$/, 'help command unlock'],
  [
    'command trigger CP-1 Nothing',
    /^MESSAGE is "Nothing", but must be one of BootNotification/,
    'help command trigger',
  ],
  ['start now', /^"now" is too much for "start"\.$/, 'help start'],
]

describe('a mistake', () => {
  for (const [line, sentence, help] of mistakes) {
    test(`in "${line}" gets one sentence, a pointer to the help, and exit code 2`, async () => {
      const { exitCode, out, err } = await run(line.split(' '))
      const [first, second, ...more] = err.trimEnd().split('\n')
      assert.equal(exitCode, 2)
      assert.equal(out, '')
      assert.match(first!, sentence)
      assert.equal(second, `See "voltyard ${help}".`)
      assert.deepEqual(more, [])
    })
  }

  test('is one JSON object on the standard output with --json', async () => {
    const { exitCode, out, err } = await run(['charger', 'add', '--json'])
    assert.equal(exitCode, 2)
    assert.equal(out, '{"error":{"code":"usage","message":"Missing: ID."}}\n')
    assert.equal(err, '')
  })

  test('in the settings names them all', async () => {
    const { exitCode, err } = await run(['start'], { VOLTYARD_PORT: 'x', VOLTYARD_PROT: '1' })
    assert.equal(exitCode, 2)
    assert.equal(err.trimEnd().split('\n').length, 2)
  })
})

describe('a command', () => {
  test('asks the running server and shows the answer', async (t) => {
    const env = await serverWith(t, { added: { identity: 'CP-1', password: 'once', path: '/ocpp/CP-1' } })
    const { exitCode, out } = await run(['charger', 'add', 'CP-1', '--evses', '2'], env)
    assert.equal(exitCode, 0)
    assert.match(out, /Password: once/)

    const json = await run(['--json', 'charger', 'add', 'CP-1', '--evses', '2'], env)
    assert.deepEqual(JSON.parse(json.out), { identity: 'CP-1', password: 'once', path: '/ocpp/CP-1' })
  })

  test('that is refused ends with code 1 and the reason', async (t) => {
    const env = await serverWith(t, { problem: new Problem('charger_exists', 'It exists.') })
    const call = ['charger', 'add', 'CP-1', '--evses', '2']
    assert.deepEqual(await run(call, env), { exitCode: 1, out: '', err: 'It exists.\n' })
    const json = await run([...call, '--json'], env)
    assert.equal(json.out, '{"error":{"code":"charger_exists","message":"It exists."}}\n')
  })

  test('for a charger needs a running server', async (t) => {
    const { exitCode, err } = await run(['command', 'reset', 'CP-1'], { VOLTYARD_DATA: folder(t) })
    assert.equal(exitCode, 1)
    assert.match(err, /^No server runs on the data folder .*, so no charger is connected\.\n$/)
  })

  test('that meets a fault of the server ends with code 70', async (t) => {
    const env = await serverWith(t, {})
    const { exitCode, err } = await run(['tenant', 'add', 'x'], env)
    assert.equal(exitCode, 70)
    assert.match(err, /fault in the server/)
  })
})

async function run(argv: string[], env: Record<string, string> = {}) {
  let [out, err] = ['', '']
  const exitCode = await main(argv, {
    env,
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

async function serverWith(t: TestContext, { added, problem }: { added?: object; problem?: Problem }) {
  const data = folder(t)
  const quiet = () => {}
  const operations = {
    'charger.add': operation(Type.Object({ identity: Type.Literal('CP-1'), evses: Type.Literal(2) }), async () => {
      if (problem) throw problem
      return added!
    }),
    'tenant.add': operation(Type.Object({}), async () => {
      throw new Error('a bug')
    }),
  }
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
  const server = await listenAdmin({ path: join(data, 'admin.sock'), operations, log })
  t.after(() => server.close())
  return { VOLTYARD_DATA: data }
}

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'vy-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}
