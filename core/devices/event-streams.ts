import { askCharger } from '../commands/ask-charger.ts'
import type { ChargerRef, Uses } from '../context.ts'
import type { VariablePlace } from './device-variable.ts'

export type EventStream = { id: number; monitor: number; intervalSeconds: number | null; values: number | null }

/** Keeps a stream that a charger opens, bound to its monitor (N11). False when it has too many already. */
export async function openEventStream(
  ctx: Uses<'transaction'>,
  charger: ChargerRef,
  stream: EventStream,
): Promise<boolean> {
  return ctx.transaction(async (tx) => {
    const open = await tx.devices.installed(charger, 'event-stream')
    const isKnown = open.some(({ key }) => key === String(stream.id))
    if (!isKnown && open.length >= mostStreams) return false
    await tx.devices.install(charger, 'event-stream', [
      { key: String(stream.id), source: 'reported', body: { ...stream, samples: [], pending: 0, dropped: 0 } },
    ])
    return true
  })
}

/** Forgets a stream (N13); one that is not known is gone as well. */
export async function closeEventStream(ctx: Uses<'transaction'>, charger: ChargerRef, id: number): Promise<void> {
  await ctx.transaction((tx) => tx.devices.uninstall(charger, 'event-stream', [String(id)]))
}

export type StreamData = { id: number; pending: number; samples: { at: Temporal.Instant; value: string }[] }

/**
 * Takes in what a stream brings (N15): its last value becomes the variable's, and the last two hundred are kept. A
 * charger whose backlog grows from message to message is asked for fewer (N15.FR.05). A stream that nobody opened has
 * no variable, and is dropped; false then.
 */
export async function takeStreamData(
  ctx: Uses<'transaction' | 'chargerLink' | 'now' | 'settings'>,
  charger: ChargerRef,
  { id, pending, samples }: StreamData,
): Promise<boolean> {
  const stream = await ctx.transaction(async (tx) => {
    const [known] = (await tx.devices.installed(charger, 'event-stream')).filter(({ key }) => key === String(id))
    if (!known) return null
    const before = known.body as Kept
    const monitor = (await tx.devices.installed(charger, 'monitor')).find(({ key }) => key === String(before.monitor))
    const last = samples.at(-1)
    if (monitor && last)
      await tx.devices.observe(charger, [{ ...placeOf(monitor.body as VariablePlace), value: last.value }])
    const all = [...before.samples, ...samples.map(({ at, value }) => ({ at: String(at), value }))]
    const kept = all.slice(-mostSamples)
    const body: Kept = { ...before, pending, samples: kept, dropped: before.dropped + all.length - kept.length }
    await tx.devices.install(charger, 'event-stream', [{ key: known.key, body, source: 'reported' }])
    return { before, grows: pending > before.pending && before.pending > 0 }
  })
  if (!stream) return false
  if (!stream.grows) return true
  const { intervalSeconds, values } = stream.before
  const slower = {
    intervalSeconds: Math.min((intervalSeconds ?? 1) * 2, 3_600),
    values: values === null ? null : values * 2,
  }
  await askCharger(ctx, charger, { kind: 'adjust-event-stream', stream: id, ...slower })
  return true
}

type Kept = EventStream & { samples: { at: string; value: string }[]; pending: number; dropped: number }

function placeOf({
  component,
  componentInstance,
  evse,
  connector,
  variable,
  variableInstance,
}: VariablePlace): VariablePlace {
  return { component, componentInstance, evse, connector, variable, variableInstance }
}

const mostStreams = 100
const mostSamples = 200
