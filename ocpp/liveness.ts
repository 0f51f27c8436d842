/** What the liveness of a connection is judged by. Times are of a clock that never goes backwards. */
export type Pulse = {
  lastHeardMs: number
  nextPingMs: number
  /** When the ping was sent that nothing was heard after; null when there is none. */
  pingedAtMs: number | null
  missed: number
  pings: number
  pongs: number
}

export type LivenessRules = {
  pingSeconds: { min: number; max: number }
  /** Pings in a row without any sign of life that are the end. */
  missedPongs: number
  /** For chargers that do not answer pings: the silence that ends the connection. Null for all others. */
  silenceSeconds: number | null
}

export function newPulse(nowMs: number, { pingSeconds }: LivenessRules): Pulse {
  const nextPingMs = nowMs + jitteredMs(pingSeconds)
  return { lastHeardMs: nowMs, nextPingMs, pingedAtMs: null, missed: 0, pings: 0, pongs: 0 }
}

/**
 * What to do now (T-06). Anything heard is life. Some pings without any are the end, except of a charger known to ignore
 * them, which may be silent for several heartbeats. The next ping is due by time, whatever became of the last one.
 */
export function beat(pulse: Pulse, rules: LivenessRules, nowMs: number): 'nothing' | 'ping' | 'end' {
  if (rules.silenceSeconds !== null && nowMs - pulse.lastHeardMs > rules.silenceSeconds * 1_000) return 'end'
  if (nowMs < pulse.nextPingMs) return 'nothing'
  const isAnswered = pulse.pingedAtMs === null || pulse.lastHeardMs >= pulse.pingedAtMs
  pulse.missed = isAnswered ? 0 : pulse.missed + 1
  if (pulse.missed >= rules.missedPongs && rules.silenceSeconds === null) return 'end'
  pulse.nextPingMs = nowMs + jitteredMs(rules.pingSeconds)
  pulse.pingedAtMs = nowMs
  pulse.pings += 1
  return 'ping'
}

/** What a charger that ignores pings may be silent for. */
export function allowedSilenceSeconds(heartbeatSeconds: number | null): number {
  return Math.max(3 * (heartbeatSeconds ?? 0), 300)
}

/** Whether this connection showed that the charger ignores pings: it sent messages, and never a pong. */
export function ignoredPings({ pings, pongs }: Pulse, hasSentMessages: boolean): boolean {
  return pings >= 2 && pongs === 0 && hasSentMessages
}

function jitteredMs({ min, max }: { min: number; max: number }): number {
  return (min + Math.random() * (max - min)) * 1_000
}
