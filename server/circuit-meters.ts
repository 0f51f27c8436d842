import type { CircuitSample } from '#core/circuits/meter.ts'
import {
  judgeSample,
  judgeSilence,
  type Load,
  type MeterState,
  staleAfterSeconds,
} from '#core/circuits/meters/judge-sample.ts'
import { gatherMinutes } from '#core/circuits/meters/minutes.ts'
import type { Log } from '#core/context.ts'
import type { MeterValues, Reach, ReaderListener } from '#feeds/meters/reader.ts'
import { type MeterToRead, metersToRead } from '#storage/meter-feed.ts'
import type { Storage } from '#storage/storage.ts'
import { keepMinutes } from './keep-minutes.ts'
import { startReader } from './meter-readers.ts'
import { type HeldMeter, heldMeter, type MeterStatus, statusOf } from './meter-status.ts'

export type SampleListener = (sample: CircuitSample, state: MeterState, meter: MeterToRead) => void
export type StateListener = (state: MeterState, meter: MeterToRead) => void
/** What chargers below the meter's circuit drew at that time, as they measured it; null when that is not known. */
export type DrawnBelow = (meter: MeterToRead, at: Temporal.Instant) => Load | null

/** The meters of all tenants, as this node has heard of them. */
export type CircuitMeters = {
  /** Told of every sample that could be read, after it was judged. */
  onSample(listener: SampleListener): () => void
  /** Told when a meter is believed again, or not any more; also by silence alone. */
  onState(listener: StateListener): () => void
  /** How samples are compared with what chargers draw; before it is said, a frozen value cannot be found. */
  drawnBy(drawn: DrawnBelow): void
  /** What of a meter's circuit is not ours, as the engine reckons it: its rises decide about the margin. */
  noteUnmanaged(load: CircuitSample): void
  /** The last good sample while the meter is believed, else null. */
  latest(meterId: number): CircuitSample | null
  /** Whether it is believed at this moment; null for a meter that there is not. */
  state(meterId: number): MeterState | null
  ofSite(tenant: number, siteId: number): MeterToRead[]
  /** For people: connection, last error, what was wrong; null for a meter of another tenant. */
  status(tenant: number, meterId: number): MeterStatus | null
  /** What a meter has sent by itself, oldest first. Null when this meter does not do that. */
  push(meterId: number, values: readonly MeterValues[]): Promise<MeterState | null>
  /** Reads anew which meters there are. */
  refresh(): Promise<void>
  stop(): Promise<void>
}

type Options = { log: Log; now: () => Temporal.Instant; clockRate?: number; reach: Reach }

/**
 * Reads the meters of the sites that this node steers, and on the first of all nodes those of sites that nobody steers;
 * begins and ends with that, and when a meter is added, changed or removed, by whichever door and node. Every sample is
 * told to the other nodes, judged by each, and held in memory; whoever reads a meter stores its means once a minute.
 */
export async function startCircuitMeters(
  storage: Storage,
  { log, now, clockRate = 1, reach }: Options,
): Promise<CircuitMeters> {
  const held = new Map<number, HeldMeter>()
  const samples = new Set<SampleListener>()
  const states = new Set<StateListener>()
  const minutes = gatherMinutes()
  let drawn: DrawnBelow = () => null
  let isStopped = false

  const enter = (one: HeldMeter, state: MeterState) => {
    const before = one.state
    one.state = state
    if (before.condition === state.condition && before.fault === state.fault) return
    const { id: meterId, tenant, circuitId } = one.meter
    log.info({ meterId, tenant, circuitId, condition: state.condition, fault: state.fault }, 'a meter is judged anew')
    for (const listener of states) {
      try {
        listener(state, one.meter)
      } catch (error) {
        log.error({ err: error, meterId }, 'a change of a meter could not be told')
      }
    }
  }

  /** Sites that are live and that nobody steers right now are read by nobody. */
  const isOurs = ({ siteId, isLive }: MeterToRead) =>
    isLive ? storage.sites.fenceOf(siteId) !== null : storage.sites.isFirst

  const take = (one: HeldMeter, { at, ...values }: MeterValues): CircuitSample => {
    const { meter } = one
    const time = now()
    const sample: CircuitSample = { meterId: meter.id, at: at ?? time, ...values }
    const { circuit, measures, intervalSeconds } = meter
    const before = judgeSilence(one.state, { intervalSeconds, now: time })
    const judging = { circuit, measures, intervalSeconds, now: time, drawn: drawn(meter, sample.at) }
    const state = judgeSample(before, sample, judging)
    one.heardAt = time
    enter(one, state)
    if (state.good === sample && isOurs(meter)) minutes.add(sample, intervalSeconds)
    for (const listener of samples) listener(sample, state, meter)
    return sample
  }

  // A fault of ours must not end the connection of a reader, or the commit that told of a charger's reading.
  const safely = (one: HeldMeter, work: () => void) => {
    try {
      work()
    } catch (error) {
      log.error({ err: error, meterId: one.meter.id }, 'a sample of a meter could not be taken')
    }
  }
  const takeSafely = (one: HeldMeter, values: MeterValues) =>
    safely(one, () => storage.hearsay.passOnSample(take(one, values)))

  const listenerOf = (one: HeldMeter): ReaderListener => ({
    values: (values) => takeSafely(one, values),
    wrong(why) {
      one.wrong = { count: one.wrong.count + 1, why, at: now() }
      if (one.wrong.count === 1) log.warn({ meterId: one.meter.id, why }, 'a meter tells something that is no reading')
    },
    link(connected, error) {
      const isNew = one.link.connected !== connected || one.link.error !== error
      if (isNew) {
        one.link = { connected, error, since: now() }
        log.info({ meterId: one.meter.id, connected, error }, 'the connection to a meter changed')
      }
    },
  })

  // One that cannot be started, such as one whose password was sealed under another key, must not keep the others away.
  const start = (one: HeldMeter) => {
    const listener = listenerOf(one)
    try {
      one.reader = startReader(one.meter, { storage, reach, listener, clockRate })
    } catch (error) {
      log.error({ err: error, meterId: one.meter.id }, 'a meter cannot be read')
      listener.link(false, 'it cannot be read: add it again')
    }
  }

  const readWhatIsOurs = () => {
    for (const one of isStopped ? [] : held.values()) {
      const { kind } = one.meter.source
      // What comes by itself is heard by whichever node it comes to.
      const isWanted = kind === 'push' || kind === 'ocpp' || isOurs(one.meter)
      if (isWanted && !one.isRead) start(one)
      if (!isWanted && one.isRead) leave(one)
      one.isRead = isWanted
    }
  }

  /** By this node or another. */
  const noteHeard = (one: HeldMeter) => {
    if (one.meter.source.kind === 'push' && !one.link.connected) listenerOf(one).link(true, null)
  }

  const leave = (one: HeldMeter) => {
    one.reader?.stop()
    one.reader = null
    listenerOf(one).link(false, null)
  }

  const refresh = async () => {
    if (isStopped) return
    const wanted = new Map((await metersToRead(storage.database.reader)).map((meter) => [meter.id, meter]))
    for (const [id, one] of held) {
      if (wanted.has(id)) continue
      one.reader?.stop()
      held.delete(id)
    }
    for (const meter of wanted.values()) {
      const known = held.get(meter.id)
      if (known) known.meter = meter
      else held.set(meter.id, heldMeter(meter, now()))
    }
    readWhatIsOurs()
  }

  const watchSilence = () => {
    const time = now()
    for (const one of held.values()) {
      enter(one, judgeSilence(one.state, { intervalSeconds: one.meter.intervalSeconds, now: time }))
    }
  }

  // One after the other; what is asked meanwhile is seen by the one that comes next.
  let refreshing: Promise<void> = Promise.resolve()
  const refreshNext = () => {
    refreshing = refreshing.then(refresh).catch((error) => log.error({ err: error }, 'meters could not be read anew'))
    return refreshing
  }
  const keeping = keepMinutes(storage, { log, tenantOf: (meterId) => held.get(meterId)?.meter.tenant })
  storage.onSitesChanged(() => void refreshNext())
  storage.sites.onChange({ looked: readWhatIsOurs, lost: readWhatIsOurs })
  storage.hearsay.onSample(({ meterId, ...values }) => {
    const one = held.get(meterId)
    if (!one) return
    noteHeard(one)
    safely(one, () => take(one, values))
  })
  const timers = [
    setInterval(watchSilence, 1_000),
    setInterval(() => void refreshNext(), refreshMs),
    setInterval(() => void keeping.keep(minutes.take(now())), Math.max(60_000 / clockRate, 250)),
  ]
  await refreshNext()

  const stateOf = (meterId: number): MeterState | null => {
    const one = held.get(meterId)
    return one ? judgeSilence(one.state, { intervalSeconds: one.meter.intervalSeconds, now: now() }) : null
  }

  return {
    onSample: (listener) => listening(samples, listener),
    onState: (listener) => listening(states, listener),
    drawnBy(given) {
      drawn = given
    },
    noteUnmanaged(load) {
      const one = held.get(load.meterId)
      if (one) minutes.addUnmanaged(load, one.meter.intervalSeconds)
    },
    latest(meterId) {
      const state = stateOf(meterId)
      return state?.condition === 'good' ? state.good : null
    },
    state: stateOf,
    ofSite: (tenant, siteId) =>
      [...held.values()]
        .map(({ meter }) => meter)
        .filter((meter) => meter.tenant === tenant && meter.siteId === siteId),
    status(tenant, meterId) {
      const one = held.get(meterId)
      return one?.meter.tenant === tenant ? statusOf(one, stateOf(meterId)!) : null
    },
    async push(meterId, values) {
      // It may have been added a moment ago, by another node.
      if (!held.has(meterId)) await refreshNext()
      const one = held.get(meterId)
      if (one?.meter.source.kind !== 'push') return null
      noteHeard(one)
      for (const each of believable(values, one.meter, now())) takeSafely(one, each)
      return stateOf(meterId)
    },
    refresh: refreshNext,
    async stop() {
      isStopped = true
      for (const timer of timers) clearInterval(timer)
      await refreshing
      for (const { reader } of held.values()) reader?.stop()
      await keeping.keep(minutes.take('all'))
      held.clear()
    },
  }
}

/** Of a list that was gathered, what is too old by now does not speak against the newest. */
function believable(values: readonly MeterValues[], meter: MeterToRead, now: Temporal.Instant): MeterValues[] {
  const oldest = now.epochMilliseconds - staleAfterSeconds(meter.intervalSeconds) * 1000
  return values.filter(({ at }, i) => i === values.length - 1 || at === null || at.epochMilliseconds >= oldest)
}

function listening<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** In case that a notification was lost. */
const refreshMs = 30_000
