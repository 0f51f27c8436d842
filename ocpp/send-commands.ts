import type { Command, CommandRequest, CommandState } from '#core/commands/command.ts'
import type { Connection, ConnectionParts } from './connection.ts'
import type { Dialect } from './dialect.ts'
import { logText } from './log-text.ts'
import { type Exchange, idOfCall } from './outbox.ts'
import type { CallOutcome } from './rpc/call-queue.ts'
import type { LogRow } from './world.ts'

type Ending = { state: CommandState; reason: string | null; request: string | null; reply: string | null }

/** Carries out the commands that wait for connected chargers, one at a time per charger. */
export class CommandSender {
  readonly #parts: ConnectionParts
  /** Connections that are at work; true when more commands came meanwhile. */
  readonly #working = new Map<Connection, boolean>()

  constructor(parts: ConnectionParts) {
    this.#parts = parts
  }

  /** Begins to send what waits, unless that is under way or nothing may be sent yet (B-04). */
  wake(connection: Connection): void {
    if (!connection.isReady) return
    if (this.#working.has(connection)) {
      this.#working.set(connection, true)
      return
    }
    this.#working.set(connection, false)
    void this.#work(connection)
  }

  async #work(connection: Connection): Promise<void> {
    try {
      while (connection.isReady && (await this.#sendNext(connection)));
    } catch (error) {
      this.#parts.world.log.error({ err: error, chargerId: connection.ref.id }, 'commands could not be sent')
      setTimeout(() => this.wake(connection), retryAfterMs).unref()
    }
    const isWokenAgain = this.#working.get(connection)
    this.#working.delete(connection)
    if (isWokenAgain) this.wake(connection)
  }

  async #sendNext(connection: Connection): Promise<boolean> {
    const { world, metrics } = this.#parts
    const command = await world.commands.take(connection.ref)
    if (!command) return false
    const ending = await this.#carryOut(connection, command)
    metrics.commandEnded(command.request.kind, ending.state)
    await world.commands.ended(command, ending)
    return true
  }

  async #carryOut(connection: Connection, command: Command): Promise<Ending> {
    const { world } = this.#parts
    const leftMs = command.deadlineAt.epochMilliseconds - world.now().epochMilliseconds
    if (leftMs <= 0) return unsent('expired', null)
    const barred = barrierTo(command.request.kind, connection.registration)
    if (barred !== null) return unsent('refused', barred)
    const translation = connection.dialect.commands.get(command.request.kind)
    if (!translation) return unsent('refused', `OCPP ${connection.dialect.version} cannot do this.`)

    try {
      const payload = await this.#translate(connection, command, translation)
      if ('refused' in payload) return unsent('refused', String(payload.refused))
      const { action, priority } = translation
      if (command.request.kind === 'trigger') connection.expect(command.request.message)
      const startedMs = performance.now()
      const sent = await connection.call({
        action,
        payload,
        priority,
        expiresInMs: leftMs,
        answerWithinMs: Math.min(answerWithinMs, leftMs),
      })
      const ending = endingOf(sent, connection.dialect, translation)
      await logSent(this.#parts, connection, { action, exchange: sent, startedMs })
      return ending
    } catch (error) {
      world.log.error({ err: error, chargerId: connection.ref.id, commandId: command.id }, 'a command failed')
      return unsent('refused', 'The command could not be prepared.')
    }
  }

  /** Some calls need to know what runs on the charger: its held state is read in its turn, as for a message. */
  async #translate(connection: Connection, { id, request }: Command, translation: Translation): Promise<object> {
    const call = translation.call as (request: CommandRequest, about: object) => object
    if (!translation.needsCharger) return call(request, { commandId: id, charger: null })

    const { world } = this.#parts
    const arrival = { receivedAt: world.now(), messageId: null, remoteAddress: connection.remoteAddress }
    return world.exchange(connection.ref, arrival, async (ctx) => ({
      value: await ctx.chargerWork(connection.ref, (work) => call(request, { commandId: id, charger: work })),
      log: null,
    }))
  }
}

type Translation = NonNullable<ReturnType<Dialect['commands']['get']>>

/** B-01: what may be sent to a charger that is not let in. */
function barrierTo(kind: CommandRequest['kind'], registration: Connection['registration']): string | null {
  if (registration === 'rejected') return 'The charger was rejected; nothing may be sent to it.'
  const isAllowed = registration === 'accepted' || kind === 'trigger' || kind === 'reset'
  return isAllowed ? null : 'The charger is not accepted yet.'
}

/** How a command ended (F-09). A time-out says that nobody knows what the charger did. */
export function endingOf({ outcome, request, reply }: Exchange, dialect: Dialect, translation: Translation): Ending {
  const frames = { request: request && logText(request), reply: reply && logText(reply) }
  switch (outcome.kind) {
    case 'answered':
      return { ...readAnswer(outcome, dialect, translation), ...frames }
    case 'error':
      return { state: 'refused', reason: errorText(outcome), ...frames }
    case 'timeout':
      return { state: 'timed_out', reason: 'The charger did not answer.', ...frames }
    case 'not-sent':
      return { ...notSent[outcome.why], ...frames }
  }
}

/** An error may come without a code or a word. */
function errorText({ code, description }: Extract<CallOutcome, { kind: 'error' }>): string {
  return [code, description].filter(Boolean).join(': ') || 'The charger answered with an error.'
}

function readAnswer(
  { payload }: Extract<CallOutcome, { kind: 'answered' }>,
  { validator }: Dialect,
  translation: Translation,
): Pick<Ending, 'state' | 'reason'> {
  const checked = validator.result(translation.action, payload)
  if (!checked.ok) return { state: 'refused', reason: `The answer cannot be used: ${checked.description}` }
  return translation.read(checked.payload as never)
}

type Unsent = Extract<CallOutcome, { kind: 'not-sent' }>['why']

const notSent: Record<Unsent, Pick<Ending, 'state' | 'reason'>> = {
  offline: { state: 'offline', reason: 'The connection was lost before the command was sent.' },
  cancelled: { state: 'cancelled', reason: null },
  expired: { state: 'expired', reason: null },
  'queue-full': { state: 'refused', reason: 'Too many calls wait for this charger.' },
}

function unsent(state: CommandState, reason: string | null): Ending {
  return { state, reason, request: null, reply: null }
}

type Sent = { action: string; exchange: Exchange; startedMs: number }

/** Keeps one of our calls in the message log; it may be lost, the command itself is a row of its own. */
export async function logSent(
  { world }: ConnectionParts,
  connection: Connection,
  { action, exchange, startedMs }: Sent,
): Promise<void> {
  const { outcome, request, reply } = exchange
  if (request === null) return
  const log = outRow(action, {
    messageId: idOfCall(request) ?? '',
    call: logText(request),
    reply: reply === null ? null : logText(reply),
    result: outcome.kind === 'answered' ? 'ok' : outcome.kind === 'error' ? outcome.code : outcome.kind,
    latencyMicros: Math.round((performance.now() - startedMs) * 1_000),
  })
  const arrival = { receivedAt: world.now(), messageId: log.messageId, remoteAddress: connection.remoteAddress }
  try {
    await world.exchange(connection.ref, arrival, async () => ({ value: null, log }))
  } catch (error) {
    world.log.debug({ err: error, chargerId: connection.ref.id }, 'a log row was lost')
  }
}

function outRow(action: string, row: Partial<LogRow> & Pick<LogRow, 'call' | 'result'>): LogRow {
  return {
    direction: 'out',
    action,
    messageId: '',
    reply: null,
    repairs: null,
    latencyMicros: 0,
    droppable: true,
    ...row,
  }
}

const answerWithinMs = 30_000
const retryAfterMs = 5_000
