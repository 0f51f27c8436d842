import type { Command, CommandOutcome } from '#core/commands/command.ts'
import type { CallToSend, Dialect } from './dialect.ts'
import { logText } from './log-text.ts'
import { withoutPasswords } from './mask.ts'
import { type Exchange, idOfCall } from './outbox.ts'
import { readStatus } from './read-status.ts'
import type { CallOutcome } from './rpc/call-queue.ts'
import { errorCode, type FaultKind } from './rpc/errors.ts'

/** How a command ended, with what follows from it for the charger's state. */
export type Ending = Omit<CommandOutcome, 'action' | 'params'> & {
  /** The charger's answer as its schema has it; null when there is none to use. */
  usable: object | null
  /** What 2.1 tells the charger of an answer that cannot be used (F-04). */
  fault: { id: string; kind: FaultKind; description: string } | null
}

type Sent = CallToSend & { command: Pick<Command, 'request'> }

/** How a command ended (F-09). A time-out says that nobody knows what the charger did. */
export function endingOf({ outcome, request, reply }: Exchange, dialect: Dialect, sent: Sent): Ending {
  const frames = { request: request && logText(request), reply: reply && logText(reply) }
  const nothing = { response: null, usable: null, fault: null }
  switch (outcome.kind) {
    case 'answered':
      return { ...readAnswer(outcome.payload, dialect, sent, request), ...frames }
    case 'error': {
      const { code, description, details } = outcome
      return {
        state: 'refused',
        reason: errorText(outcome),
        error: { code, description, details },
        ...nothing,
        ...frames,
      }
    }
    case 'timeout': {
      const description = 'The charger did not answer.'
      return { state: 'timed_out', reason: description, error: errorOf('Timeout', description), ...nothing, ...frames }
    }
    case 'not-sent':
      return { ...nothing, ...notSent[outcome.why], ...frames }
  }
}

/** An ending without anything on the wire. */
export function unsent(
  state: CommandOutcome['state'],
  reason: string | null,
  code?: string,
): Omit<CommandOutcome, 'params'> {
  const error = code === undefined ? null : errorOf(code, reason ?? '')
  return { state, reason, request: null, reply: null, action: null, response: null, error }
}

type Read = Omit<Ending, 'request' | 'reply'>

function readAnswer(payload: unknown, dialect: Dialect, { command, action }: Sent, request: string | null): Read {
  const checked = dialect.validator.result(action, payload)
  if (!checked.ok) {
    const { kind, description } = checked
    const id = request === null ? null : idOfCall(request)
    return {
      state: 'refused',
      reason: `The answer cannot be used: ${description}`,
      response: isObject(payload) ? withoutPasswords(payload) : null,
      error: errorOf(errorCode(kind, dialect.version), `The answer cannot be used: ${description}`),
      usable: null,
      fault: id === null ? null : { id, kind, description },
    }
  }
  const translation = dialect.commands.get(command.request.kind)
  const reading =
    translation && 'read' in translation
      ? translation.read(checked.payload as never)
      : 'status' in checked.payload
        ? readStatus(checked.payload as { status: string })
        : { state: 'accepted' as const, reason: null }
  const response = withoutPasswords(isObject(payload) ? payload : checked.payload)
  return { ...reading, response, error: null, usable: checked.payload, fault: null }
}

type Unsent = Extract<CallOutcome, { kind: 'not-sent' }>['why']

const notSent: Record<Unsent, Pick<Ending, 'state' | 'reason' | 'error'>> = {
  offline: notSentAs('offline', 'Offline', 'The connection was lost before the command was sent.'),
  cancelled: notSentAs('cancelled', 'Cancelled', null),
  expired: notSentAs('expired', 'Timeout', null),
  'queue-full': notSentAs('refused', 'QueueFull', 'Too many calls wait for this charger.'),
}

function notSentAs(state: Ending['state'], code: string, reason: string | null) {
  return { state, reason, error: errorOf(code, reason ?? '') }
}

function errorOf(code: string, description: string) {
  return { code, description, details: {} }
}

/** An error may come without a code or a word. */
function errorText({ code, description }: { code: string; description: string }): string {
  return [code, description].filter(Boolean).join(': ') || 'The charger answered with an error.'
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
