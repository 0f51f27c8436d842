import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { after, test } from 'node:test'

const root = dirname(import.meta.dirname)
const temporary = mkdtempSync(join(tmpdir(), 'voltyard-launcher-'))
after(() => rmSync(temporary, { recursive: true, force: true }))

const commandLine = `
export async function main(args: string[]): Promise<number> {
  if (args[0] === 'say') console.log(JSON.stringify({ args, version: process.versions.node }))
  if (args[0] === 'die') process.kill(process.pid, 'SIGKILL')
  if (args[0] !== 'wait') return Number(args.at(-1))

  return new Promise((resolve) => {
    const finish = (signal: string) => process.stdout.write(signal, () => resolve(5))
    const busy = setInterval(() => {}, 1000)
    process.once('SIGINT', finish).once('SIGTERM', finish).once('exit', () => clearInterval(busy))
    process.stdout.write('ready')
  }).then((code) => process.exit(code as number))
}
`

// The launcher works in any checkout, so it is given one whose command line says what it was told.
const checkout = makeCheckout('checkout')
symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
const bare = makeCheckout('bare')

for (const node of await nodesOfTheMachine()) {
  test(`under Node ${node.version} the command line gets its arguments and gives its exit code`, async () => {
    const { code, printed } = await launch(node.path, checkout, ['say', 'a b', '7'])
    const { version, args } = JSON.parse(printed)
    assert.deepEqual(args, ['say', 'a b', '7'])
    assert.equal(Number.parseInt(version, 10), 26)
    assert.equal(code, 7)
  })

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`under Node ${node.version} the command line gets ${signal} and may finish its work`, async () => {
      const child = spawn(node.path, [join(checkout, 'bin', 'voltyard.js'), 'wait'])
      await once(child.stdout, 'data')
      child.kill(signal)
      const [heard] = await once(child.stdout, 'data')
      assert.equal(String(heard), signal)
      assert.deepEqual(await once(child, 'exit'), [5, null])
    })
  }

  test(`under Node ${node.version} a command that dies by a signal is seen to die by it`, async () => {
    const child = spawn(node.path, [join(checkout, 'bin', 'voltyard.js'), 'die'], { stdio: 'ignore' })
    assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL'])
  })

  test(`under Node ${node.version} a checkout without packages runs or says how to install them`, async () => {
    const { code, printed, complaint } = await launch(node.path, bare, ['say', '0'])
    if (node.major >= 26) assert.deepEqual(JSON.parse(printed).args, ['say', '0'])
    else assert.match(complaint, /^Voltyard needs Node 26 and this is Node \S+: run "npm ci --ignore-scripts"/)
    assert.equal(code, node.major >= 26 ? 0 : 1)
  })
}

test('preparing an installed checkout prints nothing and installs nothing', async () => {
  const { code, printed, complaint } = await run(process.execPath, [join(root, 'scripts', 'prepare.js')])
  assert.deepEqual({ code, printed, complaint }, { code: 0, printed: '', complaint: '' })
})

function makeCheckout(name: string): string {
  const folder = join(temporary, name)
  mkdirSync(join(folder, 'cli'), { recursive: true })
  for (const part of ['bin', 'scripts', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true })
  writeFileSync(join(folder, 'cli', 'main.ts'), commandLine)
  return folder
}

type Node = { path: string; version: string; major: number }

/** The Node we run on, and one of each other version that is on the PATH. */
async function nodesOfTheMachine(): Promise<Node[]> {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'node'))
  const byVersion = new Map<string, Node>()
  for (const path of [process.execPath, ...onPath]) {
    const version = (await run(path, ['--version'])).printed.slice(1).trim()
    if (version && !byVersion.has(version))
      byVersion.set(version, { path, version, major: Number.parseInt(version, 10) })
  }
  return [...byVersion.values()]
}

function launch(node: string, folder: string, args: string[]) {
  return run(node, [join(folder, 'bin', 'voltyard.js'), ...args])
}

function run(program: string, args: string[]): Promise<{ code: unknown; printed: string; complaint: string }> {
  return new Promise((resolve) => {
    execFile(program, args, (error, printed, complaint) => resolve({ code: error?.code ?? 0, printed, complaint }))
  })
}
