import { type ChildProcess, spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export type Child<Said = { port: number }> = {
  pid: number
  /** What it printed first, read as JSON. */
  said: Said
  /** Resolves with its exit code when it has ended; null when a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export type Program = {
  args: readonly string[]
  env?: Record<string, string | undefined>
  nodeArgs?: readonly string[]
  /** Gets what the program writes to stderr. */
  logFile: string
}

/** Runs a program of ours under this same Node and waits for its first line. */
export async function startChild<Said = { port: number }>({
  args,
  env = process.env,
  nodeArgs = [],
  logFile,
}: Program): Promise<Child<Said>> {
  const child = spawn(process.execPath, [...nodeArgs, ...args], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env,
    stdio: ['ignore', 'pipe', openSync(logFile, 'a')],
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const abandon = () => child.kill('SIGTERM')
  process.once('exit', abandon)
  const said = JSON.parse(await firstLine(child, logFile))
  return {
    pid: child.pid!,
    said,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      const code = await exited
      process.off('exit', abandon)
      return code
    },
  }
}

function firstLine(child: ChildProcess, logFile: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const onExit = () =>
      reject(new Error(`${child.spawnargs.join(' ')} ended:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`))
    child.once('exit', onExit)
    child.once('error', reject)
    createInterface({ input: child.stdout! }).once('line', (line) => {
      child.off('exit', onExit)
      resolve(line)
    })
  })
}
