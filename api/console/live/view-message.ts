import type { FoundMessage as Found, LoggedMessage } from '#core/live/message-log.ts'
import { timeText } from '../time-text.ts'
import type { Message } from '../wire/chargers.ts'
import type { FoundMessage } from '../wire/messages.ts'

/** A logged message as the wire shows it. */
export function viewMessage(message: LoggedMessage): Message {
  return {
    key: message.key,
    at: timeText(message.at),
    direction: message.direction === 'out' ? 'out' : 'in',
    action: message.action,
    messageId: message.messageId,
    call: message.call,
    reply: message.reply,
    result: message.result,
    repairs: message.repairs,
    latencyMs: message.latencyMicros / 1000,
  }
}

/** With the charger that it was exchanged with. */
export function viewFoundMessage(message: Found): FoundMessage {
  const { id, identity, name } = message.charger
  return { ...viewMessage(message), charger: { id, identity, name } }
}
