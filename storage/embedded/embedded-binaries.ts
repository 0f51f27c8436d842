import { randomUUID } from 'node:crypto'
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

/**
 * The folder of the npm package's PostgreSQL programs, made ready to run, or undefined when they
 * cannot run here. They are used where npm put them when `runs` says so, else from a copy that
 * later starts find again.
 */
export async function embeddedBinFolder(
  packageFolder: string,
  dataFolder: string,
  runs: (binFolder: string) => Promise<boolean>,
): Promise<string | undefined> {
  await linkLibraries(packageFolder).catch(() => {})
  const inPlace = join(packageFolder, 'native', 'bin')
  if (await runs(inPlace)) return inPlace

  const version = await packageVersion(packageFolder)
  if (!version) return undefined
  for (const parent of copyFolders(dataFolder)) {
    const copy = join(parent, `postgres-binaries-${version}`)
    const usable = await copyPackage(packageFolder, copy).catch(() => false)
    const bin = join(copy, 'native', 'bin')
    if (usable && (await runs(bin))) return bin
  }
  return undefined
}

// A data folder below /root is as closed to PostgreSQL's user as a checkout there.
function copyFolders(dataFolder: string): string[] {
  const shared = process.getuid?.() === 0 ? ['/var/cache/voltyard', join(tmpdir(), 'voltyard-root')] : []
  return [dataFolder, ...shared]
}

// npm packs no symbolic links, and the install script that would make them does not run.
async function linkLibraries(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageFolder, target)
    await symlink(relative(dirname(link), join(packageFolder, source)), link).catch(unlessThere)
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

async function packageVersion(packageFolder: string): Promise<string | undefined> {
  try {
    return JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')).version
  } catch {
    return undefined
  }
}

async function copyPackage(packageFolder: string, copy: string): Promise<boolean> {
  if (await isOurs(copy)) return true
  await mkdir(dirname(copy), { recursive: true, mode: 0o755 })
  if (!(await isOurs(dirname(copy)))) return false

  const unfinished = `${copy}-${randomUUID()}`
  try {
    await cp(packageFolder, unfinished, { recursive: true, verbatimSymlinks: true })
    await openToAll(unfinished)
    await linkLibraries(unfinished)
    await rename(unfinished, copy)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return true
}

// In a folder that others may write to, a copy made by someone else could be anything.
async function isOurs(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined)
  return found?.uid === process.getuid?.() && (found!.mode & 0o022) === 0
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, 0o755)
  }
}
