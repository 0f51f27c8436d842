import type { SimulatedClock } from '../clock.ts'
import { type TransferOutcome, upload } from './http-transfer.ts'
import type { Logbook, LogKind } from './logbook.ts'

export type LogState =
  | 'idle'
  | 'uploading'
  | 'uploaded'
  | 'upload-failed'
  | 'bad-message'
  | 'permission-denied'
  | 'not-supported'
  /** Another order has taken its place. */
  | 'cancelled'

export type LogOrder = {
  /** Null where the order has no number. */
  requestId: number | null
  kind: LogKind
  url: string
  /** Null: as far back as there is; a day. */
  fromMs: number | null
  /** Null: until now. */
  toMs: number | null
  /** After the first attempt. */
  retries: number
  retryIntervalSeconds: number
}

export type LogUploadOptions = {
  clock: SimulatedClock
  identity: string
  logbook: Logbook
  stamp(atMs: number): string
  authorities(): readonly string[]
  /** Whether all uploads fail, for tests and stories. */
  fails(): boolean
  onState(state: LogState, order: LogOrder): void
}

export type LogUpload = ReturnType<typeof createLogUpload>

/** Uploads logs, one order at a time; a new order takes the place of one under way. */
export function createLogUpload(options: LogUploadOptions) {
  const { clock, identity, logbook } = options
  let state: LogState = 'idle'
  let current: { order: LogOrder; cancel: AbortController } | null = null

  function enter(next: LogState, order: LogOrder): void {
    state = next
    options.onState(next, order)
  }

  async function run(order: LogOrder, file: { name: string; text: string }, signal: AbortSignal): Promise<void> {
    enter('uploading', order)
    let outcome: LogState = 'upload-failed'
    for (let attempt = 0; attempt <= order.retries; attempt++) {
      if (attempt > 0) await clock.sleep(order.retryIntervalSeconds * 1_000, signal)
      if (options.fails()) continue
      outcome = stateAfter(await upload(order.url, file, { authorities: options.authorities(), signal }))
      signal.throwIfAborted()
      if (outcome !== 'upload-failed') break
    }
    enter(outcome, order)
  }

  return {
    get state(): LogState {
      return state
    },
    /** Of the order that is under way or was the last. */
    get order(): LogOrder | null {
      return current?.order ?? null
    },
    /** Gives the name of the file that will come; null when there is nothing of that time. */
    take(order: LogOrder): { isReplacing: boolean; fileName: string | null } {
      const toMs = Math.min(order.toMs ?? clock.nowMs(), clock.nowMs())
      const fromMs = order.fromMs ?? toMs - dayMs
      const text = logbook.text({ kind: order.kind, fromMs, toMs, stamp: options.stamp })
      if (text === '') return { isReplacing: false, fileName: null }
      const isReplacing = state === 'uploading'
      if (current && isReplacing) enter('cancelled', current.order)
      current?.cancel.abort()
      const cancel = new AbortController()
      current = { order, cancel }
      state = 'uploading'
      const file = { name: nameOf(identity, order.kind, options.stamp(clock.nowMs())), text }
      // The answer goes out before what follows from it.
      setImmediate(() => {
        run(order, file, cancel.signal).catch((error) => {
          if (!cancel.signal.aborted) throw error
        })
      })
      return { isReplacing, fileName: file.name }
    },
    close(): void {
      current?.cancel.abort()
    },
  }
}

function stateAfter(outcome: TransferOutcome): LogState {
  if (outcome.kind === 'done') return 'uploaded'
  if (outcome.kind === 'unsupported') return 'not-supported'
  if (outcome.kind === 'unreachable') return 'upload-failed'
  if (outcome.status === 401 || outcome.status === 403) return 'permission-denied'
  return outcome.status === 400 ? 'bad-message' : 'upload-failed'
}

function nameOf(identity: string, kind: LogKind, stamp: string): string {
  const safe = identity.replace(/[^\w.-]/g, '_').slice(0, 100)
  return `${safe}-${kind}-${stamp.replace(/[^\d]/g, '').slice(0, 14)}.log`
}

const dayMs = 86_400_000
