import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client'
import { type Tally, tallies, timings } from './tallies.ts'

/** How an attempt to connect ended. */
export type ConnectOutcome =
  | 'connected'
  | 'draining'
  | 'not-admitted'
  | 'bad-request'
  | 'too-many-attempts'
  | 'unknown-charger'
  | 'blocked'
  | 'wrong-password'
  | 'wrong-profile'
  | 'no-common-version'
  | 'identity-clash'
  | 'timed-out'

/** How a call of a charger was answered; `unanswered` were cut off by the end of the connection. */
export type InboundResult = 'result' | 'error' | 'unanswered'

/** What the server counts, as cheap methods. Labels are few by construction: no charger, token or address is one. */
export type Metrics = {
  connectAttempt(outcome: ConnectOutcome): void
  /** Resolve it once per connection, and call it once. */
  chargerConnected(version: string): (closeCode: number) => void
  /** Resolve it once per action, not per message; `action` must be one of the standard's, or `unknown`. */
  inbound(version: string, action: string): InboundMeter
  repaired(rule: string, times?: number): void
  quarantined(action: string): void
  outbound(action: string, outcome: string, seconds: number): void
  committed(members: number, seconds: number): void
  messageLogDropped(rows: number): void
  socketPaused(): void
  socketResumed(): void
  /** `route` is the pattern, never the path. */
  httpRequest(request: { api: string; route: string; status: number; seconds: number }): void
  contentType: string
  render(): Promise<string>
}

export type InboundMeter = { answered(result: InboundResult, seconds: number): void }

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
  const paused = new Gauge({
    name: 'voltyard_sockets_paused',
    help: 'Chargers that are not read from now, because they or the database are too slow.',
    registers: [register],
  })
  const pauses = new Counter({
    name: 'voltyard_socket_pauses_total',
    help: 'Times that reading from a charger was paused.',
    registers: [register],
  })
  return {
    connectAttempt: (outcome: ConnectOutcome) => attempts.of({ outcome }).add(),
    chargerConnected(version: string) {
      connected.inc({ version })
      return (closeCode: number) => {
        connected.dec({ version })
        closes.of({ code: String(closeCode) }).add()
      }
    },
    socketPaused() {
      paused.inc()
      pauses.inc()
    },
    socketResumed: () => paused.dec(),
  }
}

function messageMetrics(register: Registry) {
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
  const repairs = new Counter({
    name: 'voltyard_repairs_total',
    help: 'Deviations from the standard that were tolerated in messages, by rule.',
    labelNames: ['rule'],
    registers: [register],
  })
  const quarantined = tallies({
    name: 'voltyard_quarantined_total',
    help: 'Messages set aside because they could not be understood or stored, by action.',
    register,
  })
  const calls = timings({
    name: 'voltyard_call_seconds',
    help: 'Time from a call to a charger to its answer, by action and outcome.',
    register,
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60],
  })
  return {
    inbound(version: string, action: string): InboundMeter {
      const seconds = latency.of({ action })
      const tally = (result: InboundResult): Tally => results.of({ version, action, result })
      const by = { result: tally('result'), error: tally('error'), unanswered: tally('unanswered') }
      return {
        answered(result, took) {
          by[result].add()
          seconds.add(took)
        },
      }
    },
    repaired: (rule: string, times = 1) => repairs.inc({ rule }, times),
    quarantined: (action: string) => quarantined.of({ action }).add(),
    outbound: (action: string, outcome: string, seconds: number) => calls.of({ action, outcome }).add(seconds),
  }
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
  return {
    httpRequest: (request: { api: string; route: string; status: number; seconds: number }) =>
      requests.of({ api: request.api, route: request.route, status: String(request.status) }).add(request.seconds),
    contentType: register.contentType,
    render: () => register.metrics(),
  }
}
