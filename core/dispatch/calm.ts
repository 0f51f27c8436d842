import type { Allotment } from './grant.ts'
import { onSteps } from './network.ts'

/** How calmly grants change (smart-charging 5.6); rates per minute and per raise are those of the session's unit. */
export type CalmRules = {
  leastRaise: { A: number; W: number }
  rampPerMinute: { A: number; W: number }
  /** How long room has to be there before it is used. */
  roomSeconds: number
  /** Between two set-points of one session, unless the later one lowers. */
  spacingSeconds: number
  /** For all sessions of the site together; null: none. */
  siteRampWattsPerMinute: number | null
}

export const usualCalm: CalmRules = {
  leastRaise: { A: 1, W: 2_000 },
  rampPerMinute: { A: 6, W: 20_000 },
  roomSeconds: 60,
  spacingSeconds: 10,
  siteRampWattsPerMinute: null,
}

/** What the dispatcher wants for a session. */
export type Wanted = Allotment & { min: number; step: number; wattsPerUnit: number }

/** What runs of a session now, kept from one call to the next. */
export type Running = {
  value: number
  /** Rates that have been wanted without a break, rising, each with the moment since when. */
  room: readonly { value: number; sinceS: number }[]
  raisedAtS: number | null
  sentAtS: number | null
  /** After the return of link or power nothing starts before this moment: the start is spread (5.6). Null: at once. */
  startsAtS: number | null
}

export const notRunning: Running = { value: 0, room: [], raisedAtS: null, sentAtS: null, startsAtS: null }

/** By how much the site was raised in the last minute. */
export type SiteRaises = readonly { atS: number; watts: number }[]

export type CalmStep = { grants: Allotment[]; running: Map<string, Running>; siteRaises: SiteRaises }

/**
 * From what is wanted to what may be set now. Lower at once; raise by enough to be worth it, where the room has been
 * there for a while, along a ramp, and not too often. A session that is held back says `ramping`.
 *
 * The order of `wanted` decides who may use the site's ramp first. In no minute is the
 * site raised by more. It keeps nothing itself: `running` and `siteRaises` of the result are handed in the next time.
 */
export function calm(
  wanted: readonly Wanted[],
  before: { running: ReadonlyMap<string, Running>; siteRaises: SiteRaises },
  nowS: number,
  rules: CalmRules,
): CalmStep {
  const recent = before.siteRaises.filter(({ atS }) => nowS - atS < 60)
  const ramp = rules.siteRampWattsPerMinute ?? Number.POSITIVE_INFINITY
  let raisedW = 0
  let leftW = ramp - recent.reduce((sum, { watts }) => sum + watts, 0)
  const running = new Map<string, Running>()
  const grants = wanted.map((one) => {
    const known = before.running.get(one.sessionId) ?? notRunning
    const room = roomSince(known.room, one.value, nowS, rules)
    const next = nextValue(one, { ...known, room }, nowS, rules, leftW)
    const raised = next > known.value
    if (raised) {
      leftW -= (next - known.value) * one.wattsPerUnit
      raisedW += (next - known.value) * one.wattsPerUnit
    }
    running.set(one.sessionId, {
      value: next,
      room,
      raisedAtS: raised ? nowS : next === 0 ? null : known.raisedAtS,
      sentAtS: next === known.value ? known.sentAtS : nowS,
      startsAtS: known.startsAtS !== null && known.startsAtS > nowS ? known.startsAtS : null,
    })
    return grantOf(one, next)
  })
  return { grants, running, siteRaises: raisedW > 0 ? [...recent, { atS: nowS, watts: raisedW }] : recent }
}

function grantOf({ sessionId, unit, reason, boundBy, value }: Wanted, next: number): Allotment {
  if (next < value) return { sessionId, value: next, unit, reason: 'ramping', boundBy: null }
  return { sessionId, value: next, unit, reason, boundBy }
}

function nextValue(wanted: Wanted, running: Running, nowS: number, rules: CalmRules, siteW: number): number {
  const { value: now, sentAtS, startsAtS } = running
  if (wanted.value <= now) return wanted.value
  if (sentAtS !== null && nowS - sentAtS < rules.spacingSeconds) return now
  if (now === 0 && startsAtS !== null && nowS < startsAtS) return now
  const settled = settledRoom(running.room, nowS, rules)
  if (settled < now + leastRaise(wanted, now, rules)) return now
  const ramped = Math.min(settled, now + rampedRise(wanted, running, nowS, rules))
  const next = onSteps(Math.min(ramped, now + siteW / wanted.wattsPerUnit), wanted.step)
  return next < now + leastRaise(wanted, now, rules) ? now : next
}

/** From a pause the least raise is the minimum; the last bit up to what is wanted may not be worth a message. */
function leastRaise({ min, unit, step }: Wanted, now: number, rules: CalmRules): number {
  return now === 0 ? Math.max(min, step) : Math.max(rules.leastRaise[unit], step)
}

/** A start at the minimum is one step, however high the minimum is; from there on the ramp counts. */
function rampedRise({ unit, min }: Wanted, { value, raisedAtS }: Running, nowS: number, rules: CalmRules): number {
  const seconds = raisedAtS === null ? 60 : Math.min(60, nowS - raisedAtS)
  const rise = (rules.rampPerMinute[unit] * seconds) / 60
  return value === 0 ? Math.max(rise, min) : rise
}

/** The rising list of what has been wanted, and since when, with the present want at its end; of old ones the highest. */
function roomSince(room: Running['room'], wanted: number, nowS: number, { roomSeconds }: CalmRules): Running['room'] {
  const higher = room.find((one) => one.value >= wanted)
  const all = [...room.filter((one) => one.value < wanted), { value: wanted, sinceS: higher?.sinceS ?? nowS }]
  const settled = all.filter(({ sinceS }) => nowS - sinceS >= roomSeconds)
  return [...settled.slice(-1), ...all.slice(settled.length)]
}

function settledRoom(room: Running['room'], nowS: number, { roomSeconds }: CalmRules): number {
  return room.reduce((most, one) => (nowS - one.sinceS >= roomSeconds ? Math.max(most, one.value) : most), 0)
}
