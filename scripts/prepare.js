// Plain JavaScript for whatever Node the machine has; npm runs it before the project's scripts.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { projectNode } from './project-node.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const builtFrom = join(root, 'console', 'dist', '.built-from')

prepare()

// With --browser also what tests need that is no package of npm: a browser, and a broker.
function prepare() {
  const refusal = oldNode() || unknownPlatform()
  if (refusal) {
    console.error(refusal)
    process.exitCode = 1
    return
  }
  if (!isInstalled() && !install()) return
  if (!isConsoleBuilt() && !buildConsole()) return
  if (!process.argv.includes('--browser')) return
  if (!hasBrowser()) installBrowser()
  if (!hasBroker()) installBroker()
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
  console.error('Installing what Voltyard needs (npm ci --ignore-scripts), this takes a minute the first time …')
  const [program, ...first] = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status === 0 && projectNode()) return true

  console.error('The installation did not succeed: see what npm says above, put that right, and run the command again.')
  process.exitCode = 1
  return false
}

function isConsoleBuilt() {
  try {
    return readFileSync(builtFrom, 'utf8') === consoleSources()
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  }
}

// What the console is made of, as a hash: files and packages.
function consoleSources() {
  const hash = createHash('sha256')
  const folder = join(root, 'console')
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort(byPath)) {
    const path = join(entry.parentPath || entry.path, entry.name)
    if (!entry.isFile() || /\/(dist|node_modules)\/|\.test\.ts$/.test(path)) continue
    hash.update(path.slice(folder.length)).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
}

function byPath(a, b) {
  const [one, other] = [a, b].map((entry) => join(entry.parentPath || entry.path, entry.name))
  return one < other ? -1 : 1
}

function buildConsole() {
  console.error('Building the console, this takes some seconds …')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const options = { cwd: join(root, 'console'), stdio: ['ignore', 'ignore', 'inherit'] }
  const { status } = spawnSync(projectNode(), [vite, 'build', '--logLevel', 'warn'], options)
  if (status === 0) {
    compressAssets()
    writeFileSync(builtFrom, consoleSources())
    return true
  }
  console.error('The console could not be built: see above.')
  process.exitCode = 1
  return false
}

// The server sends what lies beside a file as <file>.gz to browsers that take it: a third of the bytes. The better
// Brotli would take seconds here, and browsers ask for it over HTTPS only.
function compressAssets() {
  const folder = join(root, 'console', 'dist', 'assets')
  for (const name of readdirSync(folder)) {
    if (!/\.(js|css|svg)$/.test(name)) continue
    const content = readFileSync(join(folder, name))
    if (content.length > 1024) writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }))
  }
}

function hasBrowser() {
  return existsSync('/usr/bin/chromium') || Boolean(process.env.TEST_BROWSER)
}

// Without a browser the tests that need one are skipped, and say so.
function installBrowser() {
  const isDebian = existsSync('/usr/bin/apt-get')
  if (!isDebian || process.getuid() !== 0) {
    const how = isDebian ? 'install it with "apt-get install chromium"' : 'install Chromium and name it in TEST_BROWSER'
    console.error(`The browser tests need Chromium: ${how}.`)
    return
  }
  console.error('Installing Chromium for the browser tests, this takes a minute the first time …')
  if (!installDebian(['chromium', 'fonts-dejavu-core', 'fonts-liberation'])) {
    console.error('Chromium could not be installed: the browser tests will be skipped.')
  }
}

function hasBroker() {
  return ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin'].some((folder) => existsSync(`${folder}/mosquitto`))
}

// Without a broker the tests that need one are skipped, and say so.
function installBroker() {
  const isDebian = existsSync('/usr/bin/apt-get')
  if (!isDebian || process.getuid() !== 0) {
    const how = isDebian ? 'install it with "apt-get install mosquitto"' : 'install Mosquitto'
    console.error(`The tests of MQTT meters need Mosquitto: ${how}.`)
    return
  }
  console.error('Installing Mosquitto for the tests of MQTT meters …')
  if (!installDebian(['mosquitto'])) {
    console.error('Mosquitto could not be installed: the tests of MQTT meters will be skipped.')
  }
}

function installDebian(wanted) {
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-qq'], options)
  return spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], options).status === 0
}
