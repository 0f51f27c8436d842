import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from '../bench.ts'
import { startChild } from '../child.ts'
import { noise } from '../noise.ts'
import { familyOf, isAlive, pssKb } from '../pss.ts'
import { rounded } from '../throughput.ts'

const settledSeconds = 60

/** What somebody who tries Voltyard waits for, and what it takes of their machine. */
export const demo: Case = {
  name: 'demo',
  async run(bench) {
    const quiet = noise()
    const dataFolder = join(bench.dataFolder, 'demo')
    const first = await runDemo(dataFolder, settledSeconds)
    const again = await runDemo(dataFolder, 0)
    const result = {
      ready_seconds: first.readySeconds,
      charging_seconds: first.chargingSeconds,
      ready_again_seconds: again.readySeconds,
      charging_again_seconds: again.chargingSeconds,
      memory_mb: first.memoryMb,
      node_memory_mb: first.nodeMemoryMb,
      processes: first.processes,
      stop_seconds: first.stopSeconds,
      ...quiet,
    }
    return { result, faults: [...first.faults, ...again.faults] }
  },
}

/** Starts it, waits for the first vehicle that charges, and ends it as Ctrl-C does. */
async function runDemo(dataFolder: string, restSeconds: number) {
  const startMs = performance.now()
  const since = () => rounded((performance.now() - startMs) / 1_000)
  const child = await startChild<Ready>({
    args: ['bin/voltyard.js', 'demo', '--json', '--port', '0', '--host', '127.0.0.1', '--data', dataFolder],
    logFile: `${dataFolder}.log`,
  })
  try {
    const readySeconds = since()
    await firstCharge(child.said)
    const chargingSeconds = since()
    await sleep(restSeconds * 1_000)

    const family = familyOf(child.pid)
    const memoryMb = megabytes(pssKb(family))
    const nodeMemoryMb = megabytes(pssKb(family.filter(({ pid }) => pid === child.pid)))
    const stopMs = performance.now()
    const code = await child.stop('SIGINT')
    const left = family.filter(isAlive)
    const faults = [
      ...(code === 0 ? [] : [`the demo ended with ${code}`]),
      ...left.map(({ pid }) => `process ${pid} of the demo is left`),
    ]
    const stopSeconds = rounded((performance.now() - stopMs) / 1_000)
    return { readySeconds, chargingSeconds, memoryMb, nodeMemoryMb, processes: family.length, stopSeconds, faults }
  } finally {
    await child.stop()
  }
}

type Ready = { url: string; console: { user: string; password: string } }

function megabytes(kb: number | null): number | null {
  return kb === null ? null : Math.round(kb / 1_024)
}

/** Resolves when the board of the console shows a vehicle that charges. */
async function firstCharge({ url, console: { user, password } }: Ready): Promise<void> {
  const api = `${url}/console-api`
  const body = JSON.stringify({ login: user, password })
  const login = await fetch(`${api}/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  if (login.status !== 200) throw new Error(`the login is answered ${login.status}`)
  const cookie = login.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const deadlineMs = performance.now() + 120_000
  while (performance.now() < deadlineMs) {
    const { chargers } = (await (await fetch(`${api}/board`, { headers: { cookie } })).json()) as Board
    if (chargers.some(({ state }) => state === 'charging')) return
    await sleep(100)
  }
  throw new Error('no vehicle charges within two minutes')
}

type Board = { chargers: { state: string }[] }
