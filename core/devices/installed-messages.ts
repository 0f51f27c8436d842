import type { MessageToShow } from '../commands/requests/displays.ts'
import type { InstalledItem } from './device-variable.ts'

/** A message on a charger's display, as far as it told. Its words may be newer than ours. */
export type InstalledMessage = Pick<MessageToShow, 'id' | 'text' | 'language' | 'from' | 'until'> & {
  format: string
  priority: string
  state: string | null
  /** Whose session it is for. */
  wireId: string | null
  source: InstalledItem['source']
  at: Temporal.Instant
}

/** Those that are shown first stand first. */
export function messagesFrom(items: readonly InstalledItem[]): InstalledMessage[] {
  const messages = items.map(({ body, source, at }) => {
    const {
      id,
      priority,
      message,
      state = null,
      startDateTime = null,
      endDateTime = null,
      transactionId = null,
    } = body as Kept
    const { content, format, language = null } = message
    return {
      ...{ id, priority, state, text: content, format, language, source, at },
      ...{ from: startDateTime, until: endDateTime, wireId: transactionId },
    }
  })
  return messages.toSorted((one, other) => rankOf(one) - rankOf(other) || one.id - other.id)
}

function rankOf({ priority }: Pick<InstalledMessage, 'priority'>): number {
  return ['AlwaysFront', 'InFront'].indexOf(priority) >>> 0
}

/** As both versions tell it. */
type Kept = {
  id: number
  priority: string
  message: { content: string; format: string; language?: string }
  state?: string
  startDateTime?: string
  endDateTime?: string
  transactionId?: string
}
