import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCommand, temporaryFolder } from '../support/command-line.ts'
import { logIn } from '../support/console.ts'
import { chargePoints, openPlatform } from '../support/platform-api.ts'
import { HandshakeRefused } from '../support/raw-charger.ts'
import { read } from '../support/session-rows.ts'
import { eventually, startSystem } from '../support/system.ts'

const identity = 'DEPOT-NORTH-CHARGER-7'

/** What says little more than the identity, and what everybody tries first; long enough for every door. */
const weak = [
  identity,
  identity.toLowerCase(),
  `${identity}!`,
  `${identity}-1`,
  'a'.repeat(20),
  '12345678901234567890',
  'changeme12345678',
]

test('S5: no door takes a password that is the identity, little more than it, or known to everybody', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const platform = await openPlatform(system)
  const known = await platform.addChargePoint('DEPOT-SOUTH-CHARGER-8', {
    network: { id: 'DEPOT-SOUTH-CHARGER-8', password: 'four words on a gate' },
  })
  const folder = temporaryFolder(t)
  const env = { VOLTYARD_DATA: system.dataFolder }

  const doors: Record<string, (password: string) => Promise<boolean>> = {
    'the command line': async (password) =>
      (await runCommand(['charger', 'add', identity, '--password', password], env)).exitCode === 0,
    "the command line's import": async (password) => {
      const path = join(folder, 'chargers.csv')
      await writeFile(path, `identity,password\n${identity},${password}\n`)
      return (await runCommand(['import', 'chargers', path], env)).exitCode === 0
    },
    "the console's import": async (password) => {
      const { body } = await anna.post('chargers/import', `identity,password\n${identity},${password}\n`)
      return body.imported > 0 && !body.rolledBack
    },
    'the platform API': async (password) =>
      (await platform.post(chargePoints, { name: 'x', network: { id: identity, password } })).status < 300,
    "the platform API's own member": async (password) =>
      (await platform.post(chargePoints, { name: 'x', network: { id: identity }, voltyard: { password } })).status <
      300,
    'a change over the platform API': async (password) => {
      const body = { network: { password: password.replace(/north-charger-7/i, 'SOUTH-CHARGER-8') } }
      return (await platform.patch(`${chargePoints}/${known.id}`, body)).status < 300
    },
  }
  for (const [door, take] of Object.entries(doors)) {
    await t.test(door, async () => {
      for (const password of weak) assert.equal(await take(password), false, password)
      assert.deepEqual(await read(system, 'select identity from charger'), [{ identity: 'DEPOT-SOUTH-CHARGER-8' }])
    })
  }

  await t.test('a charger that is known keeps the password that it had', async () => {
    await system.connectRaw('DEPOT-SOUTH-CHARGER-8', { password: 'four words on a gate' })
    await assert.rejects(
      system.connectRaw('DEPOT-SOUTH-CHARGER-8', { password: 'DEPOT-SOUTH-CHARGER-8' }),
      HandshakeRefused,
    )
  })
})

test('S5: a stranger whose password is its identity is not taken in, also while somebody waits for it', async (t) => {
  const system = await startSystem(t)
  const come = (password: string) => system.connectRaw(identity, { password })
  await assert.rejects(come(identity), HandshakeRefused)
  const strangers = () => read(system, 'select from unknown_charger')
  await eventually(strangers, ({ length }) => length === 1)
  await system.admin('unknown.accept', { identity, welcome: 'first-password' })
  await system.server.storage.unknownChargers.flush()
  await assert.rejects(come(identity), HandshakeRefused)
  assert.deepEqual(await read(system, 'select from charger'), [])
  await come('four words on a gate')
})

test('S5: passwords that the server makes have twenty characters, and none comes twice', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const made = new Set<string>()
  for (let n = 0; n < 20; n += 1) {
    const { body } = await anna.post('chargers', { identity: `CP-${n}` })
    assert.match(body.password, /^[A-Za-z0-9]{20}$/)
    made.add(body.password)
  }
  assert.equal(made.size, 20)
})
