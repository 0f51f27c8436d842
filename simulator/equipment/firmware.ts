import type { SimulatedClock } from '../clock.ts'
import { isSignedBy, judgeSigning, type Signing } from './firmware-signature.ts'
import { download } from './http-transfer.ts'

export type FirmwareState =
  | 'idle'
  | 'download-scheduled'
  | 'downloading'
  | 'downloaded'
  | 'download-failed'
  | 'signature-verified'
  | 'invalid-signature'
  | 'install-scheduled'
  | 'installing'
  | 'install-rebooting'
  | 'installed'
  | 'install-failed'

export type FirmwareOrder = {
  /** Null where the order has no number. */
  requestId: number | null
  url: string
  retrieveAtMs: number
  /** Null: as soon as it is there. */
  installAtMs: number | null
  /** After the first attempt. */
  retries: number
  retryIntervalSeconds: number
  /** Null: nobody has signed it. */
  signing: Signing | null
}

/** Where an update fails, for tests and stories. */
export type FirmwareFailure = 'download' | 'signature' | 'install'

export type FirmwareOptions = {
  clock: SimulatedClock
  about: { firmwareVersion: string }
  checksSignatures(): boolean
  /** Root certificates of makers; without any, every readable signing certificate is trusted. */
  makers(): readonly string[]
  authorities(): readonly string[]
  failure(): FirmwareFailure | null
  /** Whether a vehicle charges: an installation waits for it. */
  isBusy(): boolean
  /** Starts the charger anew; it tells of `installed` once it is back. */
  restart(): void
  onState(state: FirmwareState, order: FirmwareOrder): void
}

export type Firmware = ReturnType<typeof createFirmware>

/**
 * Fetches, checks and installs firmware, one order at a time; a new order takes the place of one under way. The new
 * version is a version number in the file's name, or else the next one.
 */
export function createFirmware(options: FirmwareOptions) {
  const { clock, about } = options
  let state: FirmwareState = 'idle'
  let current: { order: FirmwareOrder; cancel: AbortController } | null = null
  let restarting: FirmwareOrder | null = null

  function enter(next: FirmwareState, order: FirmwareOrder): void {
    state = next
    options.onState(next, order)
  }

  async function run(order: FirmwareOrder, signal: AbortSignal): Promise<void> {
    if (order.retrieveAtMs > clock.nowMs()) enter('download-scheduled', order)
    await until(order.retrieveAtMs, signal)
    const bytes = await fetchWithRetries(order, signal)
    if (bytes === null) return enter('download-failed', order)
    enter('downloaded', order)
    if (order.signing && options.checksSignatures()) {
      const isGood = options.failure() !== 'signature' && isSignedBy(bytes, order.signing)
      enter(isGood ? 'signature-verified' : 'invalid-signature', order)
      if (!isGood) return
    }
    await install(order, signal)
  }

  async function fetchWithRetries(order: FirmwareOrder, signal: AbortSignal): Promise<Buffer | null> {
    for (let attempt = 0; attempt <= order.retries; attempt++) {
      if (attempt > 0) await clock.sleep(order.retryIntervalSeconds * 1_000, signal)
      enter('downloading', order)
      if (options.failure() === 'download') continue
      const outcome = await download(order.url, { authorities: options.authorities(), signal })
      signal.throwIfAborted()
      if (outcome.kind === 'done') return outcome.bytes
      if (outcome.kind === 'unsupported') return null
    }
    return null
  }

  async function install(order: FirmwareOrder, signal: AbortSignal): Promise<void> {
    const atMs = order.installAtMs ?? clock.nowMs()
    if (atMs > clock.nowMs() || options.isBusy()) enter('install-scheduled', order)
    await until(atMs, signal)
    while (options.isBusy()) await clock.sleep(lookAgainMs, signal)
    enter('installing', order)
    await clock.sleep(installMs, signal)
    if (options.failure() === 'install') return enter('install-failed', order)
    about.firmwareVersion = versionIn(order.url) ?? nextVersion(about.firmwareVersion)
    restarting = order
    enter('install-rebooting', order)
    options.restart()
  }

  async function until(atMs: number, signal: AbortSignal): Promise<void> {
    if (atMs > clock.nowMs()) await clock.sleep(atMs - clock.nowMs(), signal)
  }

  return {
    get state(): FirmwareState {
      return state
    },
    /** Of the order that is under way or was the last. */
    get order(): FirmwareOrder | null {
      return current?.order ?? null
    },
    /** An installation that has begun is not taken back. */
    take(order: FirmwareOrder): 'accepted' | 'replaced' | 'refused' | 'invalid-certificate' {
      if (restarting || state === 'installing') return 'refused'
      if (order.signing && options.checksSignatures()) {
        if (!judgeSigning(order.signing, { makers: options.makers(), nowMs: clock.nowMs() }))
          return 'invalid-certificate'
      }
      const isReplaced = current !== null && !isFinal(state)
      current?.cancel.abort()
      const cancel = new AbortController()
      current = { order, cancel }
      state = 'idle'
      // The answer goes out before what follows from it.
      setImmediate(() => {
        run(order, cancel.signal).catch((error) => {
          if (!cancel.signal.aborted) throw error
        })
      })
      return isReplaced ? 'replaced' : 'accepted'
    },
    /** The charger has started and may speak. */
    onBooted(): void {
      const order = restarting
      restarting = null
      if (order) enter('installed', order)
    },
    close(): void {
      current?.cancel.abort()
    },
  }
}

/** Whether nothing follows any more. */
export function isFinal(state: FirmwareState): boolean {
  return finals.has(state)
}

const finals = new Set<FirmwareState>(['idle', 'installed', 'install-failed', 'download-failed', 'invalid-signature'])

function versionIn(url: string): string | null {
  const path = URL.parse(url)?.pathname ?? ''
  return /\d+(\.\d+)+/.exec(path.slice(path.lastIndexOf('/')))?.[0] ?? null
}

function nextVersion(version: string): string {
  return version.replace(/(\d+)(?!.*\d)/, (last) => String(Number(last) + 1))
}

const installMs = 20_000
const lookAgainMs = 10_000
