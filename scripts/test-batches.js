// Which test files share a process, and what runs first.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'

const folders = [
  'core',
  'storage',
  'ocpp',
  'api',
  'feeds',
  'notifications',
  'server',
  'simulator',
  'cli',
  'console/src',
  'test',
]

/**
 * What takes longest, and therefore begins first, each in a process of its own: the last file to end should be a short
 * one. Only how long all tests take depends on this list.
 */
const longest = [
  'test/console/pages.test.ts',
  'test/demo.test.ts',
  'test/smart-charging/flexibility.test.ts',
  'test/smart-charging/fail-safe.test.ts',
  'test/smart-charging/engine.test.ts',
  'test/smart-charging/takeover.test.ts',
  'test/smart-charging/vehicle-conditioning.test.ts',
  'test/smart-charging/closed-loop.test.ts',
  'test/console/in-the-browser-sites.test.ts',
  'test/ocpp/local-list/local-list.test.ts',
  'test/console/in-the-browser-trade.test.ts',
  'test/durability/kill-postgres.test.ts',
  'test/ocpp/provisioning/configure.test.ts',
  'test/backup.test.ts',
  'test/ocpp/provisioning/settings.test.ts',
  'test/ocpp/connections.test.ts',
  'test/depot/reservations.test.ts',
  'test/tenants.test.ts',
  'test/csv.test.ts',
  'test/durability/kill-server.test.ts',
  'test/console/in-the-browser.test.ts',
  'test/console/board.test.ts',
  'test/ocpp/handshake.test.ts',
  'test/simulator/charging.test.ts',
  'test/ocpp/firmware/campaigns.test.ts',
  'test/ocpp/boot.test.ts',
  'test/ocpp/frames.test.ts',
  'test/ocpp/certificates/orders.test.ts',
  'test/commands/life-cycle.test.ts',
  'test/durability/group-commit.test.ts',
  'test/console/stream.test.ts',
  'test/embedded-postgres.test.ts',
  'test/console/login.test.ts',
  'test/ocpp/certificates/security-profile.test.ts',
  'test/ocpp/certificates/password-change.test.ts',
  'test/ocpp/firmware/updates.test.ts',
  'test/ocpp/reservations/reservations.test.ts',
]

/** A process reads the whole server before its first test, which takes longer than most tests. */
const filesPerProcess = { system: 6, pure: 40 }

/**
 * Writes a module for each process into the folder, and tells of the parts of a run, one after another: the paths of
 * their modules, in the order in which they should run, and how many may run at once. Most tests wait more than they
 * work. What goes by a fast clock must not wait for others: no more of it at once than a small machine has processors.
 * And what is about a server under full load has the machine to itself.
 */
export function writeBatches(root, folder) {
  const all = allTests(root)
  const parts = [
    { name: 'usual', atOnce: 3, files: all.filter((file) => !isHurried(file) && !isLoad(file)) },
    { name: 'hurried', atOnce: 2, files: all.filter(isHurried) },
    { name: 'load', atOnce: 1, files: all.filter(isLoad) },
  ]
  return parts.map(({ name, atOnce, files }) => ({
    atOnce,
    paths: batchesOf(files).map((batch, n) => {
      const path = join(folder, `${name}-${String(n).padStart(3, '0')}.mjs`)
      writeFileSync(path, batch.map((file) => `import '${pathToFileURL(join(root, file.path))}'\n`).join(''))
      return path
    }),
  }))
}

/** Simulated chargers on a clock that runs much faster than ours. */
function isHurried({ path }) {
  return path.startsWith(join('test', 'smart-charging')) || hurried.includes(path)
}

function isLoad({ path }) {
  return path === 'test/durability/storm.test.ts'
}

const hurried = ['test/demo.test.ts', 'test/depot/walk.test.ts', 'test/simulator/scenario.test.ts']

function allTests(root) {
  const patterns = folders.map((name) => join(root, name, '**', '*.test.ts'))
  return globSync(patterns)
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }))
    .sort((one, other) => (one.path < other.path ? -1 : 1))
}

function batchesOf(files) {
  const first = longest.flatMap((path) => files.filter((file) => file.path === path))
  const others = files.filter((file) => !first.includes(file))
  const single = others.filter(standsAlone)
  const shared = others.filter((file) => !standsAlone(file))
  return [
    ...first.map((file) => [file]),
    ...split(shared.filter(isOfSystem), filesPerProcess.system),
    ...single.map((file) => [file]),
    ...split(
      shared.filter((file) => !isOfSystem(file)),
      filesPerProcess.pure,
    ),
  ]
}

/** What it does before each of its tests would be done before those of others as well. */
function standsAlone({ text }) {
  return /^(before|beforeEach|afterEach)\(/m.test(text)
}

function isOfSystem({ text }) {
  return /from '(\.\.?\/|#test\/)[^']*support\//.test(text)
}

/** Parts of equal size, of neighbours. */
function split(files, most) {
  const count = Math.ceil(files.length / most)
  return Array.from({ length: count }, (_, n) =>
    files.slice(Math.floor((n * files.length) / count), Math.floor(((n + 1) * files.length) / count)),
  )
}
