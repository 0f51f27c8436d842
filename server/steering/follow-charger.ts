import type { LiveCharger, LiveSession } from '#core/live/live-charger.ts'
import type { Account } from '#core/steering/account.ts'
import {
  linkBack,
  linkLost,
  sessionBegan,
  sessionEnded,
  vehicleLeft,
  vehiclePlugged,
} from '#core/steering/account-steps.ts'
import { drawMeasured } from '#core/steering/measured-draw.ts'
import { type PhaseReading, phasesSeen } from '#core/steering/seen-phases.ts'

/** The account after what is known of its charger now: its link, who stands there, and what flows. */
export function followCharger(
  account: Account,
  charger: LiveCharger,
  drawn: { value: number; atMs: number; phases: PhaseReading | null } | null,
  nowMs: number,
): Account {
  let next = account
  if (charger.connected !== account.link.online) {
    next = charger.connected ? linkBack(next, nowMs) : linkLost(next, nowMs)
  }
  next = atPlace(next, charger)
  if (!drawn || drawn.atMs <= (next.measured?.atMs ?? 0)) return next
  if (drawn.phases && next.place === 'charging') next = { ...next, phases: phasesSeen(next.phases, drawn.phases) }
  return drawMeasured(next, { value: drawn.value, atMs: drawn.atMs })
}

/** The session that draws on an EVSE, as far as we know. */
export function runningOn(charger: LiveCharger, evse: number): LiveSession | null {
  return (
    charger.sessions.findLast((one) => one.evse === evse && (one.state === 'active' || one.state === 'unknown')) ?? null
  )
}

function atPlace(account: Account, charger: LiveCharger): Account {
  const session = runningOn(charger, account.evse)
  if (session) return sessionBegan(account, String(session.id))
  if (isOccupied(charger, account.evse)) {
    return account.place === 'charging' ? sessionEnded(account) : vehiclePlugged(account)
  }
  return account.place === 'free' ? account : vehicleLeft(account)
}

function isOccupied({ connectors }: LiveCharger, evse: number): boolean {
  return connectors.some((one) => one.evse === evse && one.status !== null && occupied.has(one.status.status))
}

const occupied: ReadonlySet<string> = new Set([
  'Preparing',
  'Charging',
  'SuspendedEV',
  'SuspendedEVSE',
  'Finishing',
  'Occupied',
])
