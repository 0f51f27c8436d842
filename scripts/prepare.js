// Plain JavaScript for whatever Node the machine has; npm runs it before the project's scripts.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectNode } from './project-node.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

const refusal = oldNode() || unknownPlatform()
if (refusal) {
  console.error(refusal)
  process.exitCode = 1
} else if (!isInstalled()) {
  install()
}

function oldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return undefined
  return `Voltyard needs Node 20.19 or newer to install itself, and this is Node ${process.versions.node}: install a newer one.`
}

function unknownPlatform() {
  const platform = `${process.platform}-${process.arch}`
  if (process.platform === 'win32')
    return 'Voltyard does not run on Windows itself: use the Windows Subsystem for Linux.'
  if (!['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].includes(platform)) {
    return `Voltyard runs on Linux and macOS with x64 or arm64 processors, and this is ${platform}.`
  }
  const usesGlibc = process.platform !== 'linux' || process.report.getReport().header.glibcVersionRuntime
  if (!usesGlibc) return 'Voltyard needs a Linux with glibc, such as Debian; this one, probably Alpine, has musl.'
}

// npm leaves a list of what it installed in node_modules; it leaves it last.
function isInstalled() {
  const installed = packagesIn('node_modules/.package-lock.json')
  if (!installed || !projectNode()) return false
  return Object.entries(packagesIn('package-lock.json')).every(([path, wanted]) => {
    const mayBeMissing = wanted.optional || wanted.devOptional || !path.startsWith('node_modules/')
    const found = installed[path]
    return found ? found.version === wanted.version : mayBeMissing
  })
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function install() {
  console.log('Installing what Voltyard needs (npm ci --ignore-scripts), this takes a minute the first time …')
  const [program, ...first] = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status === 0 && projectNode()) return

  console.error('The installation did not succeed: see what npm says above, put that right, and run the command again.')
  process.exitCode = 1
}
