import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chown, glob, mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Binaries, clusterMajor } from './binaries.ts'
import type { DataFolder } from './data-folder.ts'
import { newPasswords, type Passwords, readPasswords, writePasswords } from './passwords.ts'
import { folderArgument, type RunAs, spawnOptions } from './run-as.ts'
import { asArguments, safety } from './settings.ts'

/**
 * Makes sure that the data folder holds a whole cluster whose passwords we know, and returns them.
 *
 * A new cluster gets its name only when it is complete, so a first start that was killed leaves
 * nothing behind that the next one could take for a database.
 */
export async function prepareCluster(folder: DataFolder, binaries: Binaries, runAs: RunAs): Promise<Passwords> {
  if (clusterMajor(folder.cluster) === undefined) return createCluster(folder, binaries, runAs)
  return (await readPasswords(folder.passwords)) ?? replacePasswords(folder, binaries, runAs)
}

async function createCluster(folder: DataFolder, binaries: Binaries, runAs: RunAs): Promise<Passwords> {
  const passwords = newPasswords()
  await writePasswords(folder.passwords, passwords)

  const unfinished = `${folder.cluster}.new-${randomUUID()}`
  await mkdir(unfinished, { mode: 0o700 })
  if (runAs) await chown(unfinished, runAs.uid, runAs.gid)
  await initialise(unfinished, binaries, runAs)
  await administer(unfinished, binaries, runAs, [
    ...setPasswords(passwords, 'CREATE ROLE voltyard LOGIN CREATEDB CREATEROLE'),
    'CREATE DATABASE voltyard OWNER voltyard',
  ])
  await rename(unfinished, folder.cluster)
  await flushFolder(folder.path)
  return passwords
}

/** Takes away what first starts that were killed have left. */
export async function removeUnfinished(folder: DataFolder): Promise<void> {
  for await (const name of glob('postgres.new-*', { cwd: folder.path })) {
    await rm(join(folder.path, name), { recursive: true, force: true, maxRetries: 5 })
  }
}

// Somebody restored the cluster without the file beside it.
async function replacePasswords(folder: DataFolder, binaries: Binaries, runAs: RunAs): Promise<Passwords> {
  const passwords = newPasswords()
  await administer(folder.cluster, binaries, runAs, setPasswords(passwords, 'ALTER ROLE voltyard LOGIN'))
  await writePasswords(folder.passwords, passwords)
  return passwords
}

function setPasswords(passwords: Passwords, voltyard: string): string[] {
  return [`ALTER ROLE postgres PASSWORD '${passwords.postgres}'`, `${voltyard} PASSWORD '${passwords.voltyard}'`]
}

async function initialise(cluster: string, binaries: Binaries, runAs: RunAs): Promise<void> {
  const data = await folderArgument(cluster, runAs)
  const fixed = ['-D', data, '-U', 'postgres', '-A', 'reject', '-E', 'UTF8', '--data-checksums', '--no-instructions']
  await run(join(binaries.folder, 'initdb'), [...fixed, ...locale(binaries.major)], cluster, runAs)
  await writeFile(join(cluster, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n')
}

// The builtin provider sorts the same on every machine; macOS knows no C.UTF-8 outside PostgreSQL.
function locale(major: number): string[] {
  const system = process.platform === 'darwin' ? 'C' : 'C.UTF-8'
  if (major < 17) return [`--locale=${system}`]
  return ['--locale-provider=builtin', `--locale=${system}`, '--builtin-locale=C.UTF-8']
}

// The stand-alone mode asks for no password and reports failures only in its output.
async function administer(cluster: string, binaries: Binaries, runAs: RunAs, statements: string[]): Promise<void> {
  const data = await folderArgument(cluster, runAs)
  const args = ['--single', '-D', data, ...asArguments(safety), 'postgres']
  const printed = await run(join(binaries.folder, 'postgres'), args, cluster, runAs, `${statements.join('\n')}\n`)
  const failure = /(?:ERROR|FATAL): .*/.exec(printed)
  if (failure) throw new Error(failure[0])
}

async function run(program: string, args: string[], cwd: string, runAs: RunAs, input = ''): Promise<string> {
  const child = spawn(program, args, { ...spawnOptions(cwd, runAs), detached: true })
  const exit = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [code, , errors] = await Promise.all([exit, text(child.stdout), text(child.stderr)])
  if (code !== 0) throw new Error(errors.trim() || `${program} ended with ${code}`)
  return errors
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}
