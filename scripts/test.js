// Runs the tests, with a PostgreSQL of their own unless TEST_DATABASE_URL names one.
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endLike, isNewEnough, runAgainUnderProjectNode, runTransparently } from './project-node.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const memory = '/dev/shm'

if (isNewEnough()) endLike(await runTests())
else await runAgainUnderProjectNode()

async function runTests() {
  let interrupted
  const remember = (signal) => {
    interrupted = signal
  }
  process.on('SIGINT', remember).on('SIGTERM', remember)

  const database = await provideDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'voltyard-batches-'))
  try {
    if (interrupted) return { signal: interrupted }
    // Every process reads the whole server; what Node has compiled once is good for all of them.
    const env = {
      NODE_COMPILE_CACHE: join(tmpdir(), 'voltyard-compile-cache'),
      ...process.env,
      TEST_DATABASE_URL: database.url,
      ...(database.copies ? { TEST_DATABASE_COPIES: database.copies } : {}),
    }
    const ends = []
    for (const { atOnce, tests } of await wantedTests(folder)) {
      const options = ['--test', `--test-concurrency=${atOnce}`, '--test-timeout=180000', '--test-reporter=spec']
      ends.push(await runTransparently(process.execPath, [...options, ...tests], env))
      if (interrupted) break
    }
    const bad = ends.find((end) => end.code !== 0)
    if (bad && bad !== ends.at(-1)) console.error('Tests of an earlier part have failed: their list is further above.')
    return bad ?? ends[0]
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await database.remove()
    process.off('SIGINT', remember).off('SIGTERM', remember)
  }
}

async function provideDatabase() {
  if (process.env.TEST_DATABASE_URL) return { url: process.env.TEST_DATABASE_URL, remove() {} }

  const { startEmbeddedPostgres } = await import('../storage/embedded/start-embedded-postgres.ts')
  const isInMemory = hasRoomInMemory()
  const dataFolder = mkdtempSync(join(isInMemory ? memory : tmpdir(), 'voltyard-tests-'))
  const log = { info() {}, warn: printProblem, error: printProblem }
  const removeFolder = () => rmSync(dataFolder, { recursive: true, force: true })
  try {
    const postgres = await startEmbeddedPostgres({ dataFolder, log, settings: { max_connections: '300' } })
    const copies = isInMemory ? 'file_copy' : undefined
    return { url: postgres.url, copies, remove: () => postgres.stop().finally(removeFolder) }
  } catch (error) {
    removeFolder()
    throw error
  }
}

/** Hundreds of databases are made and dropped, which takes a disk a second each. */
function hasRoomInMemory() {
  if (!existsSync(memory)) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > 4 * 2 ** 30
}

function printProblem(fields, message) {
  console.error(message, fields)
}

// Names and patterns of files replace ours and have a process each; options such as --test-name-pattern=charger are added.
async function wantedTests(folder) {
  const isOption = (argument) => argument.startsWith('-')
  const wanted = process.argv.slice(2)
  const files = wanted.filter((argument) => !isOption(argument))
  if (files.length > 0) return [{ atOnce: 2, tests: wanted }]
  // Only now: it asks more of Node than what finds the right one may.
  const { writeBatches } = await import('./test-batches.js')
  return writeBatches(root, folder).map(({ atOnce, paths }) => ({ atOnce, tests: [...wanted, ...paths] }))
}
