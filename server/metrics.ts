import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client'
import type { OcppMetrics } from '#ocpp/metrics.ts'
import { type Tally, type Timing, tallies, timings } from './tallies.ts'

/** What the server counts, as cheap methods. Labels are few by construction: no charger, token or address is one. */
export type Metrics = OcppMetrics & {
  committed(members: number, seconds: number): void
  messageLogDropped(rows: number): void
  /** `route` is the pattern, never the path. */
  httpRequest(request: { api: string; route: string; status: number; seconds: number }): void
  /** Of a person, at the console. */
  loginEnded(outcome: string): void
  contentType: string
  render(): Promise<string>
}

/** Metrics of one server: nothing is shared between two of them in one process. */
export function createMetrics(): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  return {
    ...chargerMetrics(register),
    ...messageMetrics(register),
    ...storageMetrics(register),
    ...httpMetrics(register),
  }
}

function chargerMetrics(register: Registry) {
  const attempts = tallies({
    name: 'voltyard_connect_attempts_total',
    help: 'Attempts of chargers to connect, by how they ended.',
    register,
  })
  const connected = new Gauge({
    name: 'voltyard_chargers_connected',
    help: 'Chargers connected now, by OCPP version.',
    labelNames: ['version'],
    registers: [register],
  })
  const closes = tallies({
    name: 'voltyard_connections_closed_total',
    help: 'Closed connections of chargers, by WebSocket close code.',
    register,
  })
  const replaced = tallies({
    name: 'voltyard_connections_replaced_total',
    help: 'Connections that gave way to a newer one of the same charger.',
    register,
  }).of({})
  const uncertain = tallies({
    name: 'voltyard_uncertain_certificates_total',
    help: 'Chargers let in with a certificate of which nobody could say whether it was revoked.',
    register,
  }).of({})
  const missedPongs = tallies({
    name: 'voltyard_missed_pongs_total',
    help: 'Pings that no sign of life followed.',
    register,
  }).of({})
  const pauses = tallies({
    name: 'voltyard_sockets_paused_total',
    help: 'Times that reading from a charger was paused, by why.',
    register,
  })
  return {
    refused: (reason: string) => attempts.of({ outcome: reason }).add(),
    connected(version: string) {
      attempts.of({ outcome: 'connected' }).add()
      connected.inc({ version })
    },
    disconnected(version: string, code: number) {
      connected.dec({ version })
      closes.of({ code: String(code) }).add()
    },
    replaced: () => replaced.add(),
    uncertain: () => uncertain.add(),
    missedPong: () => missedPongs.add(),
    paused: (why: string) => pauses.of({ why }).add(),
  }
}

function messageMetrics(register: Registry) {
  const answered = answerMetrics(register)
  const repairs = tallies({
    name: 'voltyard_repairs_total',
    help: 'Deviations from the standard that were tolerated in messages, by rule.',
    register,
  })
  const quarantined = tallies({
    name: 'voltyard_quarantined_total',
    help: 'Messages set aside because they could not be understood or stored, by OCPP version and action.',
    register,
  })
  const dropped = tallies({
    name: 'voltyard_dropped_frames_total',
    help: 'Frames that were no usable message, by why.',
    register,
  })
  const commands = tallies({
    name: 'voltyard_commands_total',
    help: 'Commands to chargers, by kind and the state they ended in.',
    register,
  })
  return {
    answered,
    repaired: (rule: string, count: number) => repairs.of({ rule }).add(count),
    quarantined: (version: string, action: string) => quarantined.of({ version, action }).add(),
    droppedFrame: (why: string) => dropped.of({ why }).add(),
    commandEnded: (kind: string, state: string) => commands.of({ kind, state }).add(),
  }
}

// Called for every message: what an action has already been counted under is found without making a text or object.
function answerMetrics(register: Registry) {
  const results = tallies({
    name: 'voltyard_messages_total',
    help: 'Calls of chargers, by OCPP version, action and how they were answered.',
    register,
  })
  const latency = timings({
    name: 'voltyard_reply_seconds',
    help: 'Time from the arrival of a call of a charger to its reply, by action.',
    register,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  })
  const seconds = new Map<string, Timing>()
  const counts = new Map<string, Map<string, Map<string, Tally>>>()
  return (version: string, action: string, result: string, micros: number) => {
    getOrMake(seconds, action, () => latency.of({ action })).add(micros / 1e6)
    const actions = getOrMake(counts, version, () => new Map())
    const tallied = getOrMake(actions, action, () => new Map())
    getOrMake(tallied, result, () => results.of({ version, action, result })).add()
  }
}

function getOrMake<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function storageMetrics(register: Registry) {
  const members = new Histogram({
    name: 'voltyard_group_commit_members',
    help: 'Pieces of charger work in one group commit.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
    registers: [register],
  })
  const seconds = new Histogram({
    name: 'voltyard_group_commit_seconds',
    help: 'Duration of one group commit.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [register],
  })
  const dropped = new Counter({
    name: 'voltyard_message_log_dropped_total',
    help: 'Rows of the message log that were given up under overload.',
    registers: [register],
  })
  return {
    committed(size: number, took: number) {
      members.observe(size)
      seconds.observe(took)
    },
    messageLogDropped: (rows: number) => dropped.inc(rows),
  }
}

function httpMetrics(register: Registry) {
  const requests = timings({
    name: 'voltyard_http_request_seconds',
    help: 'Duration of HTTP requests, by API, route and status.',
    register,
    buckets: [0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  })
  const logins = tallies({
    name: 'voltyard_console_logins_total',
    help: 'Logins of people to the console, by how they ended.',
    register,
  })
  return {
    loginEnded: (outcome: string) => logins.of({ outcome }).add(),
    httpRequest: (request: { api: string; route: string; status: number; seconds: number }) =>
      requests.of({ api: request.api, route: request.route, status: String(request.status) }).add(request.seconds),
    contentType: register.contentType,
    render: () => register.metrics(),
  }
}
