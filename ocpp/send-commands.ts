import type { Command, CommandOutcome } from '#core/commands/command.ts'
import type { CommandRequest } from '#core/commands/requests.ts'
import { isAllowedWhilePending, isRepeatable, urgencyOf } from '#core/commands/urgency.ts'
import { type Ending, endingOf, unsent } from './command-ending.ts'
import type { Connection, ConnectionParts } from './connection.ts'
import type { CallToSend } from './dialect.ts'
import { keepSent, openErrandOf } from './keep-sent.ts'
import { maskPayload } from './mask.ts'
import type { Exchange } from './outbox.ts'
import { readStatus } from './read-status.ts'
import { noWords } from './refusals.ts'
import type { CallOutcome, OutboundCall } from './rpc/call-queue.ts'
import { errorCode } from './rpc/errors.ts'
import { TokenBucket } from './token-bucket.ts'

/**
 * Carries out the commands that wait for connected chargers, one at a time per charger.
 *
 * What the server asks by itself is paced: so many a second over all chargers, and none of a charger that is still
 * telling what it has to tell after it has connected (T-09). What somebody waits for is sent at once.
 */
export class CommandSender {
  readonly #parts: ConnectionParts
  /** Connections that are at work; true when more commands came meanwhile. */
  readonly #working = new Map<Connection, boolean>()
  readonly #pace: TokenBucket

  constructor(parts: ConnectionParts) {
    this.#parts = parts
    const { perSecond, burst } = parts.settings.ownCommands
    this.#pace = new TokenBucket(perSecond, burst, performance.now())
  }

  /**
   * Begins to send what waits, unless that is under way or nothing may be sent yet (B-04). What cannot be sent now is
   * told of again within a second.
   */
  wake(connection: Connection, hurried: boolean): void {
    if (!connection.isReady || (!hurried && !this.#hasLeisure(connection))) return
    if (this.#working.has(connection)) {
      this.#working.set(connection, true)
      return
    }
    this.#working.set(connection, false)
    void this.#work(connection)
  }

  /** A charger has answered when nobody waited any more: what its answer means is taken in all the same. */
  async late(connection: Connection, call: OutboundCall, outcome: CallOutcome): Promise<void> {
    const about = call.about as { command: Command } | undefined
    if (!about) return
    const { command } = about
    const exchange: Exchange = { outcome, request: null, reply: null }
    const ending = endingOf(exchange, connection.dialect, { command, action: call.action, payload: call.payload })
    await keepSent(this.#parts, connection, {
      command,
      call,
      exchange,
      ending,
      errand: null,
      startedMs: performance.now(),
    })
    await this.#parts.world.commands.ended(command, {
      ...outcomeFrom(ending, call),
      reason: `${ending.reason ?? 'Answered'} (late)`,
      params: paramsWithoutSecrets(command.request),
    })
  }

  async #work(connection: Connection): Promise<void> {
    try {
      while (connection.isReady && (await this.#sendNext(connection)));
    } catch (error) {
      this.#parts.world.log.error({ err: error, chargerId: connection.ref.id }, 'commands could not be sent')
    }
    const isWokenAgain = this.#working.get(connection)
    this.#working.delete(connection)
    if (isWokenAgain) this.wake(connection, true)
  }

  #hasLeisure(connection: Connection): boolean {
    return !connection.isTelling && this.#pace.has(1, performance.now())
  }

  async #sendNext(connection: Connection): Promise<boolean> {
    const { world, metrics } = this.#parts
    // Taken before anything is waited for: thousands are woken in one turn of the loop.
    const isPaced = !connection.isTelling && this.#pace.take(performance.now())
    const command = await world.commands.take(connection.ref, !isPaced)
    if (isPaced && !command?.waits) this.#pace.giveBack()
    if (!command) return false
    const outcome = await this.#carryOut(connection, command)
    if (isSentAgain(command, outcome)) {
      await world.commands.postponed(command, outcome.state === 'offline' ? 1 : againAfterSeconds)
      return true
    }
    metrics.commandEnded(command.request.kind, outcome.state)
    await world.commands.ended(command, outcome)
    return true
  }

  async #carryOut(connection: Connection, command: Command): Promise<CommandOutcome> {
    const { world } = this.#parts
    const params = paramsWithoutSecrets(command.request)
    const leftMs = command.deadlineAt.epochMilliseconds - world.now().epochMilliseconds
    if (leftMs <= 0) return { ...unsent('expired', null), params }
    try {
      const call = await this.#callFor(connection, command)
      if ('refused' in call) return { ...unsent('refused', call.refused, call.code), params }
      // Before it is asked: what it was asked for may come before we have looked at its answer.
      const welcome = connection.dialect
        .messagesAskedFor(call.action, call.payload)
        .filter((message) => connection.expect(message))
      const errand = await openErrandOf(this.#parts, connection, command, call)
      const startedMs = performance.now()
      const exchange = await connection.call({
        ...call,
        about: { command },
        priority: urgencyOf(command.request.kind),
        expiresInMs: leftMs,
        answerWithinMs: Math.min(answerWithinMs, leftMs),
      })
      const ending = endingOf(exchange, connection.dialect, { command, ...call })
      if (ending.fault) connection.complainOfResult(ending.fault)
      if (isDeclined(ending)) for (const message of welcome) connection.expectNoMore(message)
      await keepSent(this.#parts, connection, { command, call, exchange, ending, errand, startedMs })
      return { ...outcomeFrom(ending, call), params }
    } catch (error) {
      world.log.error({ err: error, chargerId: connection.ref.id, commandId: command.id }, 'a command failed')
      return { ...unsent('refused', 'The command could not be prepared.', 'InternalError'), params }
    }
  }

  /** The message that the command becomes in this charger's version, or why there is none. */
  async #callFor(connection: Connection, command: Command): Promise<CallToSend | Refused> {
    const { request } = command
    const { dialect, origin, registration } = connection
    if (request.kind === 'custom') return customCall(connection, request)
    const barred = barrierTo(request.kind, registration)
    if (barred !== null) return { refused: barred, code: 'SecurityError' }
    const translation = dialect.commands.get(request.kind)
    if (!translation) return { refused: noWords(dialect.version), code: 'NotSupported' }
    if ('refused' in translation) return { refused: translation.refused, code: 'NotSupported' }

    const call = translation.call as (request: CommandRequest, about: object) => object | Promise<object>
    const payload = translation.needsCharger
      ? await this.#inTurn(connection, (ctx, charger) => call(request, { commandId: command.id, charger, ctx, origin }))
      : await call(request, { commandId: command.id, charger: null, ctx: null, origin })
    if ('refused' in payload) return { refused: String(payload.refused), code: 'NotSupported' }
    const action = translation.actionFor?.(request as never) ?? translation.action
    const checked = dialect.validator.call(action, payload, 'strict')
    if (checked.ok) return { action, payload }
    const reason = `It does not fit into OCPP ${dialect.version}: ${checked.description}`
    return { refused: reason, code: errorCode(checked.kind, dialect.version) }
  }

  /** Some calls need to know what runs on the charger: its held state is read in its turn, as for a message. */
  #inTurn(connection: Connection, ask: (ctx: object, charger: object) => object | Promise<object>): Promise<object> {
    const { world } = this.#parts
    const arrival = { receivedAt: world.now(), messageId: null, remoteAddress: connection.remoteAddress }
    return world.exchange(connection.ref, arrival, async (ctx) => ({
      value: await ctx.chargerWork(connection.ref, (work) => ask(ctx, work)),
      log: null,
    }))
  }
}

type Refused = { refused: string; code: string }

/** An operator's own message: sent word for word when its version knows it and its schema holds, in every state. */
function customCall({ dialect }: Connection, { action, payload }: CustomRequest): CallToSend | Refused {
  const checked = dialect.validator.call(action, payload, 'strict')
  if (checked.ok) return { action, payload }
  const reason =
    checked.kind === 'not-implemented'
      ? `OCPP ${dialect.version} has no message '${action}'.`
      : `The payload does not fit its schema: ${checked.description}`
  return { refused: reason, code: errorCode(checked.kind, dialect.version) }
}

type CustomRequest = Extract<CommandRequest, { kind: 'custom' }>

/** B-01: what may be sent to a charger that is not let in. */
function barrierTo(kind: CommandRequest['kind'], registration: Connection['registration']): string | null {
  if (registration === 'rejected') return 'The charger was rejected; nothing may be sent to it.' // B03.FR.03
  const isAllowed = registration === 'accepted' || isAllowedWhilePending(kind)
  return isAllowed ? null : 'The charger is not accepted yet.' // B02.FR.05
}

/** What waits for the charger anyway is tried again when it was not sent, and when that does no harm also otherwise. */
function isSentAgain(command: Command, { state }: CommandOutcome): boolean {
  if (!command.waits) return false
  if (state === 'offline') return true
  return state === 'timed_out' && isRepeatable(command.request.kind) && command.attempts < mostAttempts
}

function outcomeFrom(ending: Ending, { action }: { action: string }): Omit<CommandOutcome, 'params'> {
  const { state, reason, request, reply, response, error } = ending
  return { state, reason, request, reply, action, response, error }
}

function paramsWithoutSecrets(request: CommandRequest): object | null {
  if (withAddresses.has(request.kind)) {
    const { kind: _, ...params } = request
    return maskPayload(params)
  }
  if (request.kind !== 'custom') return null
  return { action: request.action, payload: maskPayload(request.payload) }
}

// Addresses may have credentials in them.
const withAddresses: ReadonlySet<CommandRequest['kind']> = new Set(['get-log', 'publish-firmware', 'update-firmware'])

const answerWithinMs = 30_000
const againAfterSeconds = 30
const mostAttempts = 3

/** The charger will not do it, whoever had it asked: any answer to an operator's own message is a success for them. */
function isDeclined({ state, usable }: Ending): boolean {
  const { status } = (usable ?? {}) as { status?: unknown }
  return state === 'refused' || (typeof status === 'string' && readStatus({ status }).state === 'refused')
}
