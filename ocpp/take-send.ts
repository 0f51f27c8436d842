import type { InboundCall, Speaker } from './handle-call.ts'
import { actionText, logText } from './log-text.ts'
import type { OcppMetrics } from './metrics.ts'
import { mayBeHandled } from './registration-gate.ts'
import type { LogRow, OcppWorld } from './world.ts'

type Parts = { world: OcppWorld; metrics: OcppMetrics }

/** Takes in a message that wants no answer: whatever is wrong with it is counted and logged, never said (J21 §4.2.4). */
export async function takeSend(
  { world, metrics }: Parts,
  { ref, dialect, stamps, remoteAddress, standing }: Speaker,
  message: InboundCall,
): Promise<void> {
  const { action, payload, text, receivedAt } = message
  const handler = dialect.sends.get(action)
  const checked = dialect.validator.call(action, payload, standing.mode)
  const refusal = !handler
    ? 'NotImplemented'
    : !mayBeHandled(action, false, standing)
      ? 'SecurityError'
      : checked.ok
        ? null
        : checked.description
  if (refusal !== null) metrics.droppedFrame('send-refused')
  const log: LogRow = {
    direction: 'in',
    action: actionText(action),
    messageId: String(message.id),
    call: logText(text),
    reply: null,
    result: refusal === null ? 'ok' : 'refused',
    repairs: refusal,
    latencyMicros: Math.round((performance.now() - message.receivedMs) * 1_000),
    droppable: true,
  }
  const arrival = { receivedAt, messageId: log.messageId, remoteAddress }
  try {
    await world.exchange(ref, arrival, async (ctx) => {
      stamps.begin(receivedAt, false, action)
      if (refusal === null && checked.ok) await handler!(ctx, stamps.charger, checked.payload as never)
      return { value: null, log }
    })
  } catch (error) {
    world.log.warn({ err: error, chargerId: ref.id, action }, 'a message without an answer was lost')
  }
}
