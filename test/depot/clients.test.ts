import assert from 'node:assert/strict'
import { test } from 'node:test'
import { packages } from '#core/access/api-client.ts'
import { runCommand } from '#test/support/command-line.ts'
import { accessToken, getJson, startSystem } from '#test/support/system.ts'

test('who may call the depot API is said by the command line', async (t) => {
  const system = await startSystem(t)
  const run = async (...words: string[]) => {
    const said = await runCommand(['client', ...words, '--data', system.dataFolder])
    assert.equal(said.exitCode, 0, said.err)
    return said.out
  }
  const json = async (...words: string[]) => JSON.parse(await run(...words, '--json'))
  const fails = async (...words: string[]) => {
    const { exitCode, err } = await runCommand(['client', ...words, '--data', system.dataFolder])
    assert.notEqual(exitCode, 0)
    return err
  }
  const added = await json('add', 'dispatch', '--package', 'advanced')
  const login = (secret: string) => accessToken(system.url, added.clientId, secret)
  const ask = async (token: string, path = '/v2/transactions') => (await getJson(system.url + path, token)).status
  const token = await login(added.secret)

  await t.test('a client is added with a package, or with grants, and its secret is shown once', async () => {
    assert.deepEqual(added.grants, packages.advanced)
    const few = await json('add', 'reports', '--grants', 'transactions, rfid')
    assert.deepEqual([few.package, few.grants], ['advanced', ['transactions', 'rfid']])
    const { clients } = await json('list')
    assert.deepEqual(
      clients.map(({ name, enabled }: { name: string; enabled: boolean }) => [name, enabled]),
      [
        ['dispatch', true],
        ['reports', true],
      ],
    )
    assert.ok(!(await run('list')).includes(few.secret))
    assert.match(await fails('add', 'reports', '--package', 'basic'), /already/)
  })

  await t.test('what is taken counts at once, and what is given with the next token', async () => {
    assert.deepEqual((await json('grants', 'dispatch', '--grants', 'chargerStatus')).grants, ['chargerStatus'])
    assert.equal(await ask(token), 403)
    const narrow = await login(added.secret)
    await run('grants', added.clientId, '--package', 'basic')
    assert.equal(await ask(token), 200)
    assert.equal(await ask(narrow), 403)
    assert.equal(await ask(await login(added.secret)), 200)
  })

  await t.test('a new secret makes the former void, and its tokens live on', async () => {
    const { secret, clientId } = await json('rotate', 'dispatch')
    assert.equal(clientId, added.clientId)
    await assert.rejects(login(added.secret))
    assert.equal(await ask(token), 200)
    assert.equal(await ask(await login(secret)), 200)
    await run('disable', 'dispatch')
    assert.equal(await ask(token), 401)
    await assert.rejects(login(secret))
    await run('enable', 'dispatch')
    assert.equal(await ask(token), 200)
  })

  await t.test('a client that is removed is gone with its tokens', async () => {
    assert.match(await run('remove', 'dispatch'), /was removed/)
    assert.equal(await ask(token), 401)
    assert.match(await fails('rotate', 'dispatch'), /no client 'dispatch'/)
    assert.match(await fails('disable', 'nobody'), /no client 'nobody'/)
  })
})
