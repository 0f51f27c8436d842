import { setTimeout as pause } from 'node:timers/promises'
import type { ChargerRef, Context } from '#core/context.ts'
import { Problem, type ProblemCode, WriteRefused } from '#core/errors.ts'
import type { StampReader } from './connected-charger.ts'
import { beginningOf, exampleOf } from './deviations.ts'
import type { Dialect } from './dialect.ts'
import { actionText, logText, repairText } from './log-text.ts'
import type { OcppMetrics } from './metrics.ts'
import { isLetIn, mayBeHandled, type Standing } from './registration-gate.ts'
import { CallFault, errorCode, type FaultKind } from './rpc/errors.ts'
import type { FrameFault, MessageId } from './rpc/frames.ts'
import { noRepairs, type Repair } from './rpc/repair-rules.ts'
import type { Checked } from './rpc/validate.ts'
import { type ErrorToWrite, writeError, writeResult } from './rpc/write-frame.ts'
import type { OcppSettings } from './settings.ts'
import { utcText } from './utc.ts'
import type { Arrival, Handled, LogRow, OcppWorld } from './world.ts'

/** A call as it came from the socket. Times in `…Ms` are of a clock that never goes backwards. */
export type InboundCall = {
  id: MessageId
  action: string
  payload: unknown
  /** The whole frame as received. */
  text: string
  repairs: readonly Repair[]
  receivedAt: Temporal.Instant
  receivedMs: number
}

/** The charger that speaks, as far as answering it depends on who it is. */
export type Speaker = {
  ref: ChargerRef
  dialect: Dialect
  stamps: StampReader
  remoteAddress: string
  standing: Standing
  /** Told what a BootNotification was answered, once it is stored. */
  booted(answer: BootAnswer): void
  /** Told of each token that was refused; true when somebody seems to guess. */
  tokenRefused(): boolean
}

export type BootAnswer = { status: string; interval: number }

/** `isKept`: the answer may be given again to the same frame. */
export type Answer = { text: string; isKept: boolean }

/** What became of a call: its answer, and the row that is kept of it. */
type Answered = Handled<string> & { log: LogRow }

type Parts = { world: OcppWorld; settings: OcppSettings; metrics: OcppMetrics }

/**
 * Answers one call: checks it, lets its handler do the work, and gives the text of the reply once everything is
 * stored that the reply acknowledges. It never throws; whatever goes wrong is an answer.
 */
export async function answerCall(parts: Parts, speaker: Speaker, call: InboundCall): Promise<Answer> {
  try {
    return await decideAnswer(parts, speaker, call)
  } catch (error) {
    parts.world.log.error({ err: error, chargerId: speaker.ref.id, action: call.action }, 'a call broke the server')
    return refuse(parts, speaker, call, { kind: 'internal' })
  }
}

async function decideAnswer(parts: Parts, speaker: Speaker, call: InboundCall): Promise<Answer> {
  const { dialect, standing } = speaker
  const handler = dialect.handlers.get(call.action)
  if (!handler) return refuse(parts, speaker, call, { kind: 'not-implemented' })

  const isTransaction = dialect.transactionActions.has(call.action)
  const checked = checkCall(dialect, call, standing.mode)
  if (!mayBeHandled(call.action, isTransaction, standing)) {
    return refuse(parts, speaker, call, { kind: 'security', description: 'the charger is not accepted yet' })
  }
  if (!isLetIn(standing) && call.action !== 'BootNotification' && !standing.triggered.has(call.action)) {
    const example = () => beginningOf(call.text)
    parts.world.deviated(speaker.ref, { rule: 'sent-before-accepted', action: call.action, times: 1, example })
  }
  const isNeverRefused = isTransaction && standing.mode !== 'strict'
  if (!checked.ok) {
    return isNeverRefused
      ? quarantineCall(parts, speaker, call, checked.description)
      : refuse(parts, speaker, call, checked)
  }

  const repairs = call.repairs.length === 0 ? checked.repairs : [...call.repairs, ...checked.repairs]
  for (const repair of repairs) noteRepair(parts, speaker, call, repair)
  let response: object | null = null
  const answer = await store(parts, speaker, call, async (ctx) => {
    response = null
    speaker.stamps.begin(call.receivedAt, call.action === 'StatusNotification', call.action)
    try {
      response = await handler(ctx, speaker.stamps.charger, checked.payload as never)
    } catch (error) {
      const fault = faultOf(error)
      if (fault === null) throw error
      return isNeverRefused
        ? quarantined(parts, speaker, call, ctx, fault.message)
        : faulty(speaker, call, fault, repairs)
    }
    if (parts.settings.checkReplies) checkReply(dialect, call.action, response)
    const text = writeResult(call.id, response)
    return { value: text, log: logRow(call, text, 'ok', repairs) }
  })
  if (refusesToken(response) && speaker.tokenRefused()) {
    parts.world.log.warn(
      { chargerId: speaker.ref.id },
      'many tokens are refused at this charger: somebody may be guessing',
    )
  }
  if (call.action !== 'BootNotification' || response === null || answer.isOwnFailure) return answer
  return afterBoot(speaker, call, response, parts, answer)
}

type TokenAnswer = { idTagInfo?: { status: string }; idTokenInfo?: { status: string } }

function refusesToken(response: object | null): boolean {
  const { idTagInfo, idTokenInfo } = (response ?? {}) as TokenAnswer
  const status = (idTagInfo ?? idTokenInfo)?.status
  return status !== undefined && status !== 'Accepted'
}

function noteRepair({ metrics, world }: Parts, { ref }: Speaker, call: InboundCall, repair: Repair): void {
  const { rule, count } = repair
  metrics.repaired(rule, count)
  const example = () => exampleOf(repair, call.text, call.payload)
  world.deviated(ref, { rule, action: call.action, times: count, example })
}

/** In strict mode what was put right in the frame itself is refused like any other deviation. */
function checkCall({ validator, version }: Dialect, call: InboundCall, mode: Standing['mode']): Checked {
  const rule = mode === 'strict' ? call.repairs[0]?.rule : undefined
  if (rule === undefined) return validator.call(call.action, call.payload, mode)
  const isId = rule === 'id-number' || rule === 'id-too-long'
  return { ok: false, kind: isId && version === '1.6' ? 'type' : 'format', description: `frame: ${rule}`, path: '' }
}

/**
 * Keeps a transaction message whose content cannot be used, tells the operator, and acknowledges it: refused, it would
 * block the charger's queue for days (F-14).
 */
export async function quarantineCall(
  parts: Parts,
  speaker: Speaker,
  call: InboundCall,
  reason: string,
): Promise<Answer> {
  return store(parts, speaker, call, async (ctx) => {
    speaker.stamps.begin(call.receivedAt, false, call.action)
    return quarantined(parts, speaker, call, ctx, reason)
  })
}

async function quarantined(
  { metrics, world }: Parts,
  { ref, dialect, stamps }: Speaker,
  call: InboundCall,
  ctx: Context,
  reason: string,
): Promise<Answered> {
  const { action } = call
  metrics.quarantined(dialect.version, action)
  world.deviated(ref, { rule: 'message-quarantined', action, times: 1, example: () => reason })
  world.log.warn({ chargerId: ref.id, action, reason }, 'transaction message quarantined')
  await ctx.chargerWork(ref, (work) =>
    work.addFact({ kind: 'message.quarantined', subjectId: ref.id, body: { action, reason } }),
  )
  const text = writeResult(call.id, await dialect.acknowledgeUnreadable(ctx, stamps.charger, action, call.payload))
  const log = logRow(call, text, 'quarantined', call.repairs)
  // Kept whole, so that it can be accounted for; but a code that somebody typed in is written nowhere.
  const frame = /"KeyCode"/i.test(call.text) ? logText(call.text) : call.text
  return { value: text, log, quarantine: { action, frame, reason } }
}

/** A refusal that the handler threw is an answer; any other error is not, and nothing of its work is stored. */
function faulty({ dialect }: Speaker, call: InboundCall, fault: CallFault, repairs: readonly Repair[]): Answered {
  const { kind, message, details } = fault
  const text = writeError(call.id, dialect.version, { kind, description: message, details })
  return { value: text, log: logRow(call, text, errorCode(kind, dialect.version), repairs) }
}

/** The answer of a charger whose message is not stored in time: BootNotification has one of its own (B-08). */
export function overdueAnswer(speaker: Speaker, call: InboundCall, parts: Parts): string {
  if (call.action !== 'BootNotification') return writeError(call.id, speaker.dialect.version, { kind: 'internal' })
  const currentTime = utcText(parts.world.now())
  return writeResult(call.id, { status: 'Pending', currentTime, interval: parts.settings.bootRetrySeconds })
}

/**
 * Hands the work to the world and waits for its commit. While there is no storage the charger is kept waiting, not
 * told of an error: it would count that as an attempt, and give up after a few.
 */
async function store(
  parts: Parts,
  speaker: Speaker,
  call: InboundCall,
  handle: (ctx: Context) => Promise<Answered>,
): Promise<Answer & { isOwnFailure: boolean }> {
  const { world, settings, metrics } = parts
  const { ref, remoteAddress, dialect } = speaker
  const arrival = { receivedAt: call.receivedAt, messageId: String(call.id), remoteAddress }
  const lastTryMs = call.receivedMs + settings.handlerSeconds * 1_000
  let result = 'ok'
  for (;;) {
    try {
      const text = await world.exchange(ref, arrival, async (ctx) => {
        const handled = await handle(ctx)
        result = handled.log.result
        return handled
      })
      metrics.answered(dialect.version, call.action, result, microsSince(call.receivedMs))
      return { text, isKept: result === 'ok' || result === 'quarantined', isOwnFailure: false }
    } catch (error) {
      if (isStorageUnavailable(error) && performance.now() < lastTryMs) {
        await pause(retryAfterMs)
        continue
      }
      const parked = isParked(error) && dialect.transactionActions.has(call.action)
      const answer = parked ? await acknowledgeParked(parts, speaker, call).catch(() => null) : null
      if (answer) return answer
      const event = { err: error, chargerId: ref.id, action: call.action, messageId: String(call.id) }
      world.log.error(event, 'a call could not be handled')
      return { ...(await refuse(parts, speaker, call, { kind: 'internal' })), isOwnFailure: true }
    }
  }
}

/** The storage has put the message aside, since the database will not take what it says: no repeat would help (F18). */
async function acknowledgeParked(
  { world, metrics }: Parts,
  { ref, remoteAddress, dialect, stamps }: Speaker,
  call: InboundCall,
): Promise<Answer & { isOwnFailure: boolean }> {
  metrics.quarantined(dialect.version, call.action)
  const arrival = { receivedAt: call.receivedAt, messageId: String(call.id), remoteAddress }
  const text = await world.exchange(ref, arrival, async (ctx) => {
    stamps.begin(call.receivedAt, false, call.action)
    const response = await dialect.acknowledgeUnreadable(ctx, stamps.charger, call.action, call.payload)
    const reply = writeResult(call.id, response)
    return { value: reply, log: logRow(call, reply, 'quarantined', call.repairs) }
  })
  return { text, isKept: true, isOwnFailure: true }
}

function isParked(error: unknown): boolean {
  return error instanceof WriteRefused && error.why === 'parked'
}

/** Answers with an error. Its log row is not waited for: nothing is acknowledged. */
async function refuse(
  parts: Parts,
  { ref, remoteAddress, dialect }: Speaker,
  call: InboundCall,
  fault: ErrorToWrite,
): Promise<Answer> {
  const text = writeError(call.id, dialect.version, fault)
  const result = errorCode(fault.kind, dialect.version)
  const action = dialect.validator.knows(call.action) ? call.action : 'unknown'
  parts.metrics.answered(dialect.version, action, result, microsSince(call.receivedMs))
  const arrival = { receivedAt: call.receivedAt, messageId: String(call.id), remoteAddress }
  await keepRow(parts, ref, arrival, { ...logRow(call, text, result, call.repairs), droppable: true })
  return { text, isKept: false }
}

/** Keeps a frame that could not be read, for those who look for the reason. */
export async function logFault(parts: Parts, speaker: Speaker, fault: FrameFault, text: string): Promise<void> {
  const { world } = parts
  const { ref, remoteAddress, dialect } = speaker
  const messageId = fault.id === null ? '' : String(fault.id)
  const log: LogRow = {
    direction: 'in',
    action: actionText(fault.action ?? ''),
    messageId,
    call: logText(text),
    reply: fault.answer,
    result: errorCode(fault.fault, dialect.version),
    repairs: fault.description,
    latencyMicros: 0,
    droppable: true,
  }
  await keepRow(parts, ref, { receivedAt: world.now(), messageId, remoteAddress }, log)
}

/** Stores a log row alone; it may be lost. */
async function keepRow({ world }: Parts, ref: ChargerRef, arrival: Arrival, log: LogRow): Promise<void> {
  try {
    await world.exchange(ref, arrival, async () => ({ value: null, log }))
  } catch (error) {
    world.log.debug({ err: error, chargerId: ref.id }, 'a log row was lost')
  }
}

/** Takes in what the charger was told, and tells it the time of now if storing took long (Z-04). */
function afterBoot(speaker: Speaker, call: InboundCall, response: object, parts: Parts, answer: Answer): Answer {
  const told = response as BootAnswer & { currentTime: string }
  speaker.booted(told)
  if (performance.now() - call.receivedMs < 1_000) return answer
  return { ...answer, text: writeResult(call.id, { ...told, currentTime: utcText(parts.world.now()) }) }
}

function logRow(call: InboundCall, reply: string, result: string, repairs: readonly Repair[]): LogRow {
  const isPlain = plainActions.has(call.action)
  return {
    direction: 'in',
    action: actionText(call.action),
    messageId: String(call.id),
    // Nothing in these is secret, and there are very many of them.
    call: isPlain && call.text.length < 4_096 ? call.text : logText(call.text),
    reply: isPlain ? reply : logText(reply),
    result,
    repairs: repairs === noRepairs ? null : repairText(repairs),
    latencyMicros: microsSince(call.receivedMs),
    droppable: call.action === 'Heartbeat',
  }
}

const plainActions = new Set(['Heartbeat', 'MeterValues', 'StatusNotification'])

/** The one place where refusals of the core become CALLERRORs; null for what is no refusal. */
function faultOf(error: unknown): CallFault | null {
  if (error instanceof CallFault) return error
  if (!(error instanceof Problem)) return null
  const kind = faultByProblem[error.code]
  return kind === undefined ? null : new CallFault(kind, error.message)
}

const faultByProblem: Partial<Record<ProblemCode, FaultKind>> = {
  invalid_value: 'property',
  connector_not_found: 'property',
}

function isStorageUnavailable(error: unknown): boolean {
  return error instanceof Problem && error.code === 'storage_unavailable'
}

function checkReply({ validator, version }: Dialect, action: string, response: object): void {
  const checked = validator.result(action, response, 'strict')
  if (!checked.ok) throw new Error(`our ${version} answer to ${action} breaks its schema: ${checked.description}`)
}

function microsSince(startMs: number): number {
  return Math.round((performance.now() - startMs) * 1_000)
}

const retryAfterMs = 1_000
