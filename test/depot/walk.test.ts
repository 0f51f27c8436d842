import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Scenario } from '#simulator/scenario.ts'
import { findScenario } from '#simulator/scenarios/scenarios.ts'
import { createDatabase } from '#test/support/database.ts'
import { isShapedAs, readWalk, runWalk, type Step, writeWalk } from '#test/support/document-walk.ts'
import { accessToken, eventually, getJson } from '#test/support/system.ts'
import { startDemo } from '../../demo/start-demo.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const file = join(root, 'docs/depot-api.md')

/** Writes the answers anew: the words and the commands of the document are written by hand. */
const toWrite = 'WALK=write node scripts/test.js test/depot/walk.test.ts'

test('every command of docs/depot-api.md answers on the demo as the document says', async (t) => {
  const walk = readWalk(readFileSync(file, 'utf8'))
  const steps = walk.filter((part): part is Step => typeof part !== 'string')
  const { demo, dataFolder } = await startEvening(t)
  const { id, secret } = demo.depotClient
  const token = await accessToken(demo.url, id, secret)
  await eventually(
    () => getJson(`${demo.url}/v2/transactions`, token),
    ({ body }) => body.length > 0,
    60_000,
  )
  const answers = await runWalk(steps, {
    before: `voltyard() { "$NODE" "$ROOT/bin/voltyard.js" "$@" --data "$DATA"; }`,
    env: { URL: demo.url, ID: id, SECRET: secret, NODE: process.execPath, ROOT: root, DATA: dataFolder },
  })

  if (process.env.WALK === 'write') {
    for (const [at, step] of steps.entries()) step.answer = answers[at]!
    writeFileSync(file, writeWalk(walk))
    return
  }
  for (const [at, { commands, answer }] of steps.entries()) {
    await t.test(commands.split('\n', 1)[0]!, () => {
      const now = answers[at]
      assert.equal(now?.status, answer?.status, JSON.stringify(now))
      if (isShapedAs(now?.body, answer?.body)) return
      assert.deepEqual(now?.body, answer?.body, `if it is meant: ${toWrite}`)
    })
  }
})

/** The demo's car park, so fast that the first cars have left after some seconds. */
async function startEvening(t: TestContext) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'voltyard-'))
  const demo = await startDemo({
    scenario: carPark(findScenario('bus-depot')),
    rate: 1_500,
    dataFolder,
    port: 0,
    host: '127.0.0.1',
    databaseUrl: await createDatabase(t),
    log: { debug() {}, info() {}, warn() {}, error: (event, message) => console.error(message, event) },
  })
  t.after(async () => {
    await demo.stop()
    await rm(dataFolder, { recursive: true, force: true })
  })
  return { demo, dataFolder }
}

function carPark(scenario: Scenario): Scenario {
  const isOfCars = (name: string | undefined) => name?.startsWith('CAR') ?? false
  return {
    ...scenario,
    chargers: scenario.chargers.filter(({ identity }) => isOfCars(identity)),
    vehicles: scenario.vehicles.filter(({ charger }) => isOfCars(charger)),
    mishaps: [],
  }
}
