import type { Command } from '../commands/command.ts'
import type { Errand } from '../errands/errand.ts'

/** What has to be known to move a charger to a higher security profile. */
export type ProfileStanding = {
  protocol: string | null
  securityProfile: number
  nextProfile: number | null
  /** The time in which it may come by the next one is up. */
  isOverdue: boolean
}

export type ProfileMoves = {
  standing(chargerId: number): Promise<ProfileStanding | null>
  /** The newest of the commands that this errand has led to. */
  lastCommand(errand: Errand): Promise<Command | null>
}

export type NextStep =
  | { step: 'done' }
  | { step: 'failed' | 'expired'; reason: string }
  | { step: 'ask'; what: 'priority' | 'restart' }
  | { step: 'wait' }

/**
 * What comes next in a move to another security profile (S-07): 1.6 changes one key and comes back by itself; 2.x gets a
 * network profile in a free slot, puts it first, and restarts when nobody charges.
 */
export function nextStepOf(
  { protocol, securityProfile, nextProfile }: ProfileStanding,
  { target, last, isOverdue }: { target: number; last: Command | null; isOverdue: boolean },
): NextStep {
  if (securityProfile >= target) return { step: 'done' }
  if (nextProfile === null || isOverdue)
    return { step: 'expired', reason: 'The charger did not come by the new profile in time.' }
  if (last === null) return { step: 'failed', reason: 'Nothing was asked of the charger.' }
  if (last.state !== 'accepted') {
    return { step: 'failed', reason: `${last.request.kind}: ${last.reason ?? last.state}` }
  }
  if (last.request.kind === 'set-network-profile') return { step: 'ask', what: 'priority' }
  if (last.request.kind === 'change-settings') return { step: 'ask', what: 'restart' }
  const needsRestart = protocol === '1.6' && last.request.kind === 'set-security-profile' && last.reason !== null
  return needsRestart ? { step: 'ask', what: 'restart' } : { step: 'wait' }
}

/** A slot for a network profile that is not in use; slots are numbered from 0 by some and from 1 by others. */
export function freeSlot(priority: readonly number[], allowed: readonly number[]): number {
  const free = (allowed.length > 0 ? allowed : [1, 2, 3]).find((slot) => !priority.includes(slot))
  return free ?? Math.max(...priority, ...allowed) + 1
}
