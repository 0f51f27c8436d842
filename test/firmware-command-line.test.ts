import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCommand, temporaryFolder } from './support/command-line.ts'
import { bootedCharger } from './support/firmware-bench.ts'
import { startSystem } from './support/system.ts'

test('firmware is registered and rolled out from the command line', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'] })
  const file = join(temporaryFolder(t), 'two.bin')
  await writeFile(file, 'the new firmware')
  const run = (...argv: string[]) => runCommand([...argv, '--data', system.dataFolder])

  const wrong = await run('firmware', 'add', '2.0.0', file, '--sha256', '0'.repeat(64))
  assert.notEqual(wrong.exitCode, 0)
  assert.match(wrong.err, /another hash/)
  const added = await run('firmware', 'add', '2.0.0', file, '--vendor', 'Maker')
  assert.deepEqual([added.exitCode, added.err], [0, ''])
  assert.match((await run('firmware', 'list')).out, /^\d+: 2\.0\.0 for Maker, any model \(not signed\)$/m)
  const { firmware } = JSON.parse((await run('firmware', 'list', '--json')).out)

  await bootedCharger(system, 'CP-1', 'ocpp2.0.1')
  const id = String(firmware[0].id)
  const dry = await run('campaign', 'start', 'Spring', id, '--dry-run')
  assert.match(dry.out, /Nothing was started\.\n {2}wave 1: CP-1\n {2}not CP-2: it has never said what it is/)
  assert.equal((await run('campaign', 'list')).out, 'None.\n')
  const started = JSON.parse((await run('campaign', 'start', 'Spring', id, '--json')).out)
  assert.match((await run('campaign', 'pause', String(started.id))).out, /Spring is paused now/)
  assert.match((await run('campaign', 'cancel', String(started.id))).out, /Spring is cancelled now/)
  assert.match((await run('campaign', 'list')).out, /^\d+: Spring, cancelled: /m)
  const again = await run('campaign', 'resume', String(started.id))
  assert.notEqual(again.exitCode, 0)
  assert.match(again.err, /come to its end/)
})
