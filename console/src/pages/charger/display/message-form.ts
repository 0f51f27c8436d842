import type { CommandRequest } from '../../../../../api/console/wire/chargers.ts'
import type { DisplayMessage } from '../../../../../api/console/wire/display-messages.ts'
import { instantOf, localMinute } from '../../../parts/local-time.ts'
import { formats, priorities, states } from './message-words.ts'

/** A message as its form has it: everything is text, and empty is any. */
export type MessageForm = Record<
  'text' | 'format' | 'language' | 'priority' | 'state' | 'from' | 'until' | 'session',
  string
>

export function formOf(message: DisplayMessage | null): MessageForm {
  return {
    text: message?.text ?? '',
    format: knownOf(formats, message?.format) ?? 'UTF8',
    language: message?.language ?? '',
    priority: knownOf(priorities, message?.priority) ?? 'NormalCycle',
    state: knownOf(states, message?.state) ?? '',
    from: minuteOf(message?.from),
    until: minuteOf(message?.until),
    session: '',
  }
}

export function messageOf(form: MessageForm, id: number | null): Extract<CommandRequest, { kind: 'show-message' }> {
  return {
    kind: 'show-message',
    id,
    text: form.text.trim(),
    format: knownOf(formats, form.format) ?? 'UTF8',
    language: form.language.trim() || null,
    priority: knownOf(priorities, form.priority) ?? 'NormalCycle',
    state: knownOf(states, form.state),
    from: instantOf(form.from) ?? null,
    until: instantOf(form.until) ?? null,
    sessionId: form.session === '' ? null : Number(form.session),
  }
}

/** The first thing that is wrong with the times. */
export function timesFault({ from, until }: Pick<MessageForm, 'from' | 'until'>): 'time' | 'order' | null {
  const [begin, end] = [instantOf(from), instantOf(until)]
  if ((from !== '' && begin === undefined) || (until !== '' && end === undefined)) return 'time'
  return begin !== undefined && end !== undefined && end <= begin ? 'order' : null
}

function knownOf<const T extends readonly string[]>(known: T, word: string | null | undefined): T[number] | null {
  return known.find((one) => one === word) ?? null
}

function minuteOf(instant: string | null | undefined): string {
  return instant == null ? '' : localMinute(Date.parse(instant))
}
