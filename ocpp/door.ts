import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ChargerRef } from '#core/context.ts'
import { noteTakeover } from '#core/sessions/note-takeover.ts'
import { askAfterSessions } from './ask-after-sessions.ts'
import { ChargerMemories, noteReplacement } from './charger-memory.ts'
import { revocationFault } from './connect/client-revocation.ts'
import { type Admitted, createHandshake, mayCompress, withinSeconds } from './connect/handshake.ts'
import { afterProof, proofOf } from './connect/proof.ts'
import { answerRefusal, type Refusal, type RefusalReason, writeRefusal } from './connect/refusal.ts'
import type { Remote } from './connect/remote.ts'
import type { Entry } from './connect/security-profile.ts'
import { Connection } from './connection.ts'
import { createDialects, type Dialect } from './dialect.ts'
import { logSent } from './keep-sent.ts'
import { noMetrics, type OcppMetrics } from './metrics.ts'
import { CommandSender } from './send-commands.ts'
import { defaultSettings, type OcppSettings } from './settings.ts'
import type { Candidate, OcppWorld } from './world.ts'

export type OcppDoor = {
  /** For the HTTP server's `upgrade` event, for paths below `/ocpp`. It never throws, and always ends in an answer. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
  /** For plain HTTP requests; false when it is not for us. A proxy may have made one of a charger's upgrade (Q-008). */
  answerPlainRequest(request: IncomingMessage, response: ServerResponse, basePath?: string): boolean
  isConnected(chargerId: number): boolean
  connections(): Iterable<Connection>
  /**
   * Asks again of the certificates that chargers came in with and that others have signed. Who came with one that was
   * revoked since is disconnected.
   */
  lookAtCertificates(): Promise<void>
  /** Takes in nobody new, lets what is under way end, closes all connections, and resolves when all of it is stored. */
  drain(reason?: string): Promise<void>
  /** The same without waiting for anything to end first. */
  closeAll(reason?: string): Promise<void>
}

/** Where chargers come in. One door per process; it owns their sockets. */
export function createOcppDoor(
  world: OcppWorld,
  overrides: Partial<OcppSettings> = {},
  metrics: OcppMetrics = noMetrics,
): OcppDoor {
  const settings: OcppSettings = { ...defaultSettings, ...overrides }
  const parts = { world, settings, metrics }
  const dialects = createDialects(settings.versions)
  const memories = new ChargerMemories()
  const sender = new CommandSender(parts)
  const askAboutSessions = askAfterSessions(parts)
  const live = new Map<number, Connection>()
  const departing = new Map<Connection, Promise<void>>()
  /** Handshakes that have claimed a charger and not registered yet: it must not be released under them. */
  const claiming = new Map<number, number>()
  const sockets = { plain: webSocketServer(settings, false), compressed: webSocketServer(settings, true) }
  const handshake = createHandshake(world, settings, { isDraining: () => isDraining, mayTakePlace })
  let generations = 0
  let isDraining = false

  world.onTakenOver((chargerId) => leave(chargerId, 'taken over by another node'))
  world.onReconfigured(async (chargerId) => {
    const connection = live.get(chargerId)
    if (connection) await report(checkStanding(connection), connection)
  })
  const wake = (chargerId: number, hurried: boolean) => {
    const connection = live.get(chargerId)
    if (connection) sender.wake(connection, hurried)
  }
  world.commands.onWaiting(wake, () => [...live.keys()])
  const sweep = setInterval(() => tickAll(performance.now()), 1_000)
  sweep.unref()

  return {
    handleUpgrade,
    answerPlainRequest,
    isConnected: (chargerId) => live.get(chargerId)?.isOpen === true,
    connections,
    lookAtCertificates,
    drain,
    closeAll,
  }

  async function handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const onError = () => socket.destroy()
    socket.on('error', onError)
    const outcome = await handshake(request)
    if (outcome.refused !== null) {
      refuse(request, socket, outcome)
      return
    }
    const { charger } = outcome.candidate
    claiming.set(charger.id, (claiming.get(charger.id) ?? 0) + 1)
    const claim = world.claim(charger)
    try {
      await withinSeconds(settings.connect.lookupSeconds, claim)
      const admitted = await withinSeconds(settings.connect.lookupSeconds, keepProof(outcome))
      if (isDraining) refuse(request, socket, { refused: 'draining' })
      else await open(request, socket, head, admitted)
    } catch (error) {
      world.log.error({ err: error, chargerId: charger.id }, 'a charger could not be taken in')
      refuse(request, socket, { refused: 'storage-slow' })
    } finally {
      const others = (claiming.get(charger.id) ?? 1) - 1
      if (others > 0) claiming.set(charger.id, others)
      else claiming.delete(charger.id)
      // Also after a claim that came too late for its handshake.
      claim.catch(() => {}).finally(() => releaseIfGone(charger))
    }
  }

  async function keepProof(admitted: Admitted): Promise<Admitted> {
    const { candidate, entry } = admitted
    const proof = proofOf(candidate, entry, world.now())
    if (!proof) return admitted
    await world.credentialsProven(candidate.charger, proof)
    return { ...admitted, candidate: afterProof(candidate, proof) }
  }

  function answerPlainRequest(request: IncomingMessage, response: ServerResponse, basePath = ''): boolean {
    const url = request.url ?? ''
    if (!url.startsWith(basePath) || !/^\/+ocpp(\/|$)/.test(url.slice(basePath.length))) return false
    noteRefusal(request, 'not-websocket')
    answerRefusal(response, 'not-websocket')
    return true
  }

  function refuse(request: IncomingMessage, socket: Duplex, refusal: Refusal): void {
    noteRefusal(request, refusal.refused, refusal.why)
    writeRefusal(socket, refusal)
  }

  function noteRefusal(request: IncomingMessage, reason: RefusalReason, why?: string): void {
    const event = {
      reason,
      ...(why === undefined ? {} : { why }),
      url: pathOf(request),
      remote: request.socket.remoteAddress,
    }
    world.log.info(event, 'charger refused')
    metrics.refused(reason)
  }

  function open(request: IncomingMessage, socket: Duplex, head: Buffer, admitted: Admitted): Promise<void> {
    const { agreement } = admitted
    // The one version that was chosen, so that it is the one that is echoed; without one there is no header (T-03).
    if (agreement?.spelling) request.headers['sec-websocket-protocol'] = agreement.spelling
    else delete request.headers['sec-websocket-protocol']
    const server = agreement && mayCompress(agreement.version) ? sockets.compressed : sockets.plain

    return new Promise((resolve) => {
      // A socket that has gone meanwhile is never opened; one that is opened has to be registered in the same turn.
      socket.once('close', () => resolve())
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const dialect = agreement && dialects.get(agreement.version)
        if (dialect) register(webSocket, admitted, dialect, originOf(request, admitted.remote))
        else refuseOpened(webSocket, request)
        resolve()
      })
      if (socket.destroyed) resolve()
    })
  }

  function refuseOpened(webSocket: WebSocket, request: IncomingMessage): void {
    world.log.info({ url: pathOf(request) }, 'charger offers no common version')
    metrics.refused('no-common-version')
    webSocket.on('error', () => webSocket.terminate())
    webSocket.close(1002, 'no common OCPP version')
  }

  /** The newcomer first, then the old one: a charger that is replaced is never without a connection (T-08). */
  function register(
    webSocket: WebSocket,
    { candidate, entry, remote }: Admitted,
    dialect: Dialect,
    origin: string | null,
  ): void {
    const { charger } = candidate
    const memory = memories.of(charger.id)
    const old = live.get(charger.id)
    const isTakenOver = old?.isAlive === true && old.remoteAddress !== remote.address
    generations += 1
    const connection = new Connection(parts, {
      socket: webSocket,
      candidate,
      entry,
      dialect,
      remoteAddress: remote.address,
      origin,
      generation: generations,
      memory,
      isSuspect: isTakenOver,
      onClosed: closed,
      onReady: (ready) => {
        sender.wake(ready, true)
        void report(askAboutSessions(ready), ready)
      },
      onLate: (late, call, answer) => report(sender.late(late, call, answer), late),
      onSick: (sick) => settings.recycleSick && sick.close(1001, 'our calls are not answered'),
      onResultError: (told, error) => report(tellOfResultError(told, error), told),
      onUnknown: (silent, what) => report(ask(silent, what), silent),
    })
    live.set(charger.id, connection)
    metrics.connected(dialect.version)
    if (entry.isUncertain) {
      metrics.uncertain()
      world.log.warn(about(connection), 'a charger is in though nobody knows whether its certificate was revoked')
    }
    world.log.info({ ...about(connection), replaces: old?.generation }, 'charger connected')
    void report(linkOpened(connection, old), connection)
    if (!old) return

    metrics.replaced()
    if (noteReplacement(memory, settings.replaceLimit, performance.now())) {
      world.log.warn(about(connection), 'identity clash')
    }
    if (isTakenOver) void report(tellOfTakeover(connection, old), connection)
    old.replace('replaced')
  }

  /** T-08. Without a password anybody could take a charger over; and two that fight are told apart by who was first. */
  function mayTakePlace({ charger }: Candidate, { profile }: Entry, remote: Remote): RefusalReason | null {
    const old = live.get(charger.id)
    if (!old?.isAlive || settings.lab) return null
    if (memories.of(charger.id).clashUntilMs > performance.now()) return 'identity-clash'
    const isStrange = profile === 0 && old.remoteAddress !== remote.address
    return isStrange && !settings.unauthenticatedTakeover ? 'unauthenticated-takeover' : null
  }

  function linkOpened(connection: Connection, old: Connection | undefined): Promise<void> {
    return world.linkChanged(connection.ref, {
      connected: true,
      at: world.now(),
      version: connection.dialect.version,
      remoteAddress: connection.remoteAddress,
      reason: old ? 'replaced an older connection' : null,
    })
  }

  /** S3: somebody else may be using the charger's password. */
  async function tellOfTakeover(connection: Connection, old: Connection): Promise<void> {
    const { ref, remoteAddress } = connection
    world.log.warn({ ...about(connection), from: old.remoteAddress }, 'charger taken over from another address')
    const arrival = { receivedAt: world.now(), messageId: null, remoteAddress }
    await world.exchange(ref, arrival, async (ctx) => {
      await noteTakeover(ctx, { charger: ref, remoteAddress })
      const log = {
        ...connectionRow,
        call: `connected from ${remoteAddress} while connected from ${old.remoteAddress}`,
      }
      return { value: null, log }
    })
  }

  /** The charger could not use an answer of ours: for a person to look at. Nothing is sent again (Q-030). */
  async function tellOfResultError(
    { ref, remoteAddress }: Connection,
    { id, code, description }: { id: string; code: string; description: string },
  ): Promise<void> {
    metrics.droppedFrame('result-refused')
    const arrival = { receivedAt: world.now(), messageId: id, remoteAddress }
    await world.exchange(ref, arrival, async (ctx) => {
      await ctx.chargerWork(ref, (work) =>
        work.addFact({ kind: 'message.refused', subjectId: ref.id, body: { messageId: id, code, description } }),
      )
      const call = `the charger could not use our answer: ${code} ${description}`.trim()
      return { value: null, log: { ...connectionRow, action: 'CallResultError', messageId: id, call, result: code } }
    })
  }

  /** A close concerns its own connection only: the charger may have another one by now (T-08). */
  function closed(connection: Connection, code: number, reason: string): void {
    metrics.disconnected(connection.dialect.version, code)
    world.log.info({ ...about(connection), code, reason }, 'charger disconnected')
    const departure = depart(connection, code, reason)
      .catch((error) => world.log.error({ err: error, ...about(connection) }, 'a disconnect was not stored'))
      .finally(() => departing.delete(connection))
    departing.set(connection, departure)
  }

  async function depart(connection: Connection, code: number, reason: string): Promise<void> {
    const wasLive = live.get(connection.ref.id) === connection
    if (wasLive) live.delete(connection.ref.id)
    const stored = wasLive
      ? world.linkChanged(connection.ref, {
          connected: false,
          at: world.now(),
          version: connection.dialect.version,
          remoteAddress: connection.remoteAddress,
          reason: `${code}${reason === '' ? '' : ` ${reason}`}`,
        })
      : undefined
    try {
      await Promise.all([stored, connection.idle()])
    } finally {
      releaseIfGone(connection.ref)
    }
  }

  function releaseIfGone(charger: ChargerRef): void {
    if (!live.has(charger.id) && !claiming.has(charger.id)) world.release(charger)
  }

  function leave(chargerId: number, reason: string): void {
    const connection = live.get(chargerId)
    if (!connection) return
    live.delete(chargerId)
    connection.replace(reason)
  }

  /**
   * Closes the connection of a charger that would not be let in any more, or not with the same meaning of its stamps. One
   * that stays is what its configuration says from its next message on: accepted, pending or rejected.
   */
  async function checkStanding(connection: Connection): Promise<void> {
    const { ref, candidate } = connection
    const candidates = await world.findCandidates(ref.identity, candidate.tenantSlug)
    const now = candidates.find(({ charger }) => charger.id === ref.id)
    const reason = standingChange(connection, now) ?? (await certificateChange(connection))
    if (live.get(ref.id) !== connection) return
    if (reason === null && now && now.connectionsEnded > candidate.connectionsEnded) return endByHand(connection)
    if (reason === null) {
      if (now) standAs(connection, now.charger)
      return
    }
    world.log.info({ ...about(connection), reason }, 'charger disconnected by its configuration')
    connection.close(1008, reason)
  }

  /** It is gone at once, whether or not the charger answers the close: it may hang. */
  async function endByHand(connection: Connection): Promise<void> {
    const { ref, dialect, remoteAddress } = connection
    world.log.info(about(connection), 'connection ended by hand')
    live.delete(ref.id)
    connection.close(1001, 'ended by the operator')
    const reason = '1001 ended by the operator'
    await world.linkChanged(ref, { connected: false, at: world.now(), version: dialect.version, remoteAddress, reason })
  }

  /** B02: a charger that waits hears that it may come in when it boots again; it is asked to, unless it is set up by hand. */
  function standAs(connection: Connection, { registration, provisioning }: Candidate['charger']): void {
    const { registration: before } = connection
    connection.standAs(registration)
    const isLetIn = before === 'pending' && registration === 'accepted'
    if (isLetIn && connection.isReady && provisioning === 'automatic') void report(ask(connection, 'boot'), connection)
  }

  async function certificateChange({ entry }: Connection): Promise<string | null> {
    if (entry.fingerprint === null) return null
    const records = await world.certificates.find(entry.fingerprint)
    return records.some(({ isRevoked }) => isRevoked) ? 'certificate revoked' : null
  }

  async function lookAtCertificates(): Promise<void> {
    const shown = [...live.values()].filter(({ entry }) => entry.revocation.length > 0)
    // A few at a time: nearly all of them are known, and those that are not are asked for in turn anyway.
    while (shown.length > 0) await Promise.all(shown.splice(0, lookedAtOnce).map(lookAtCertificate))
  }

  async function lookAtCertificate(connection: Connection): Promise<void> {
    const { mode, standing } = world.certificates.revocation
    const fault = revocationFault(await standing(connection.entry.revocation), mode)
    if (fault === null || live.get(connection.ref.id) !== connection) return
    const reason = fault === 'revoked' ? 'certificate revoked' : 'revocation of the certificate not known'
    world.log.warn({ ...about(connection), reason }, 'charger disconnected by its certificate')
    connection.close(1008, reason)
  }

  /** B-03, S4: a charger that was never here, or took over from a living one, is asked once. */
  async function ask(connection: Connection, what: 'boot' | 'status'): Promise<void> {
    const startedMs = performance.now()
    const call = { action: 'TriggerMessage', payload: connection.dialect.questions[what], priority: 'config' } as const
    const exchange = await connection.call(call)
    await logSent(parts, connection, { action: call.action, exchange, startedMs })
  }

  function report(work: Promise<void>, connection: Connection): Promise<void> {
    return work.catch((error) => world.log.error({ err: error, ...about(connection) }, 'not stored'))
  }

  function* connections(): Iterable<Connection> {
    yield* live.values()
  }

  function tickAll(nowMs: number): void {
    for (const connection of live.values()) connection.tick(nowMs)
  }

  async function drain(reason = 'restart'): Promise<void> {
    isDraining = true
    for (const connection of live.values()) connection.stopReading()
    const endMs = performance.now() + settings.drainSeconds * 1_000
    while (performance.now() < endMs && [...live.values()].some((connection) => !connection.isIdle)) await pause(50)
    await closeAll(reason)
  }

  async function closeAll(reason = 'shutdown'): Promise<void> {
    isDraining = true
    let count = 0
    for (const connection of [...live.values()]) {
      connection.close(1012, reason)
      count += 1
      if (count % closedAtOnce === 0) await pause(50)
    }
    const endMs = performance.now() + closingMs
    while (live.size > 0 && performance.now() < endMs) await pause(20)
    for (const connection of live.values()) connection.terminate()
    while (live.size > 0) await pause(10)
    await Promise.race([Promise.all(departing.values()), unheldPause(closingMs)])
    clearInterval(sweep)
  }
}

function webSocketServer(settings: OcppSettings, isCompressed: boolean): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: settings.maxMessageBytes,
    ...closing,
    maxFragments: 4_096,
    maxBufferedChunks: 16_384,
    perMessageDeflate: isCompressed && {
      threshold: 1_024,
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
      concurrencyLimit: 10,
    },
  })
}

function standingChange({ candidate: before, dialect, entry }: Connection, now: Candidate | undefined): string | null {
  if (!now) return 'removed'
  if (now.charger.operatorStatus === 'blocked' || now.charger.lifecycle === 'deprecated') return 'blocked'
  const [was, is] = [before.passwordHash, now.passwordHash]
  const isByPassword = entry.profile < 3
  if (isByPassword && (was === null ? is !== null : is === null || !was.equals(is))) return 'new password'
  const { protocols, securityProfile, timeZone } = now.charger
  if (protocols !== null && !protocols.includes(dialect.version)) return 'version no longer allowed'
  if (securityProfile > before.charger.securityProfile) return 'higher security profile'
  return timeZone === before.charger.timeZone ? null : 'new time zone'
}

/** For the log: without the query, in which careless chargers carry their password. */
/** Under which address a charger found us, so that it finds our files as well. It is told to this charger only. */
function originOf({ headers: { host = '' } }: IncomingMessage, { isEncrypted }: Remote): string | null {
  const isHost = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9][a-z0-9._-]{0,252})(:\d{1,5})?$/i.test(host)
  return isHost ? `${isEncrypted ? 'https' : 'http'}://${host}` : null
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0]!.slice(0, 200)
}

function about({ ref, generation, remoteAddress, dialect }: Connection): object {
  const { id, tenant, identity } = ref
  return { chargerId: id, tenant, identity, connection: generation, remoteAddress, version: dialect.version }
}

const connectionRow = {
  direction: 'in',
  action: 'Connection',
  messageId: '',
  reply: null,
  result: 'taken over',
  repairs: null,
  latencyMicros: 0,
  droppable: false,
} as const

/** Does not keep the process from ending. */
function unheldPause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** T-12 */
const closingMs = 6_000
/** One that does not answer the close is not waited for. The types of `ws` lack it. */
const closing = { closeTimeout: 5_000 }
const closedAtOnce = 200
const lookedAtOnce = 100
