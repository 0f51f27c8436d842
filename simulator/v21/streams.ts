import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'
import type { ClockTimer } from '../clock.ts'
import { deviceModel, findVariable } from '../v201/device-model.ts'
import type { World201 } from '../v201/messages.ts'
import type { Monitor } from '../v201/monitors.ts'
import type { Answer21 } from './messages.ts'

type Stream = {
  id: number
  params: ocpp.PeriodicEventStreamParamsType
  monitor: Monitor
  waiting: { atMs: number; v: string }[]
  sentMs: number
  timer: ClockTimer | null
}

export type Streams = ReturnType<typeof createStreams>

/** Streams of values, which are sent without an answer. N11 - N15 */
export function createStreams(world: () => World201) {
  const byId = new Map<number, Stream>()
  let lastId = 0

  function sample(stream: Stream): void {
    const { charger } = world()
    const { monitor } = stream
    const found = findVariable(deviceModel(world()), monitor.component, monitor.variable)
    if (typeof found !== 'string') stream.waiting.push({ atMs: charger.clock.nowMs(), v: found.read() })
    if (isDue(stream, charger.clock.nowMs())) post(stream)
    stream.timer = charger.clock.setTimeout(() => sample(stream), monitor.value * 1_000)
  }

  function post(stream: Stream): void {
    const { link, stamp, charger } = world()
    const [first] = stream.waiting
    if (!first || !link.isOnline) return
    const payload: ocpp.NotifyPeriodicEventStream = {
      id: stream.id,
      pending: 0,
      basetime: stamp(first.atMs),
      data: stream.waiting.map(({ atMs, v }) => ({ t: (atMs - first.atMs) / 1_000, v })),
    }
    stream.waiting = []
    stream.sentMs = charger.clock.nowMs()
    link.post('NotifyPeriodicEventStream', payload)
  }

  return {
    /** Values of a monitor go by a stream instead of by events, if the server wants it. */
    async open(monitor: Monitor, params: ocpp.PeriodicEventStreamParamsType): Promise<void> {
      monitor.timer?.cancel()
      const { link, charger } = world()
      const sentMs = charger.clock.nowMs()
      const stream: Stream = { id: ++lastId, params, monitor, waiting: [], sentMs, timer: null }
      const constantStreamData = { id: stream.id, params, variableMonitoringId: monitor.id }
      const outcome = await link.call('OpenPeriodicEventStream', { constantStreamData })
      if (outcome.kind !== 'answered' || outcome.payload.status !== 'Accepted') return
      byId.set(stream.id, stream)
      sample(stream)
    },
    /** The monitor is gone, and its stream with it. N13 */
    closeOf(monitor: Monitor): void {
      const stream = [...byId.values()].find((one) => one.monitor.id === monitor.id)
      if (!stream) return
      stream.timer?.cancel()
      byId.delete(stream.id)
      void world().link.call('ClosePeriodicEventStream', { id: stream.id })
    },
    adjust(id: number, params: ocpp.PeriodicEventStreamParamsType): boolean {
      const stream = byId.get(id)
      if (stream) stream.params = params
      return stream !== undefined
    },
    all: (): Stream[] => [...byId.values()],
    close(): void {
      for (const stream of byId.values()) stream.timer?.cancel()
    },
  }
}

export const getPeriodicEventStream: Answer21<'GetPeriodicEventStream'> = ({ streams }) => {
  const constantStreamData = streams
    .all()
    .map(({ id, params, monitor }) => ({ id, params, variableMonitoringId: monitor.id }))
  return { answer: constantStreamData.length === 0 ? {} : { constantStreamData } }
}

export const adjustPeriodicEventStream: Answer21<'AdjustPeriodicEventStream'> = ({ streams }, { id, params }) => ({
  answer: { status: streams.adjust(id, params) ? 'Accepted' : 'Rejected' },
})

function isDue({ params, waiting, sentMs }: Stream, nowMs: number): boolean {
  const { interval = 0, values = 0 } = params
  return (values > 0 && waiting.length >= values) || (interval > 0 && nowMs - sentMs >= interval * 1_000)
}
