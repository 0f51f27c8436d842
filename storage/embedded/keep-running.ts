import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from './log.ts'
import type { Postmaster } from './postmaster.ts'

/**
 * Starts PostgreSQL again whenever it ends by itself, until `stop` is called. When our own process
 * ends without that, PostgreSQL is told to shut down.
 */
export function keepRunning(first: Postmaster, spawnAgain: () => Promise<Postmaster>, log: Log) {
  let current = first
  const stopping = new AbortController()
  const lastWill = () => current.kill('SIGINT')
  process.once('exit', lastWill)
  const done = watch()

  return {
    get pid() {
      return current.pid
    },
    async stop() {
      stopping.abort()
      process.off('exit', lastWill)
      await done
      await current.stop()
    },
  }

  async function watch(): Promise<void> {
    let pauseMs = 100
    while (true) {
      const startedAt = performance.now()
      const ended = await Promise.race([current.exited, aborted(stopping.signal)])
      if (stopping.signal.aborted) return
      log.error({ pid: current.pid, ended }, 'PostgreSQL ended by itself, starting it again')

      pauseMs = performance.now() - startedAt > 10_000 ? 100 : Math.min(pauseMs * 2, 5_000)
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      await restart()
    }
  }

  async function restart(): Promise<void> {
    try {
      const next = await spawnAgain()
      current = next
      next.ready.then(
        () => log.info({ pid: next.pid }, 'PostgreSQL runs again'),
        (error) => log.error({ err: error }, 'PostgreSQL did not start'),
      )
    } catch (error) {
      log.error({ err: error }, 'PostgreSQL could not be started')
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
