import type { Command } from '../commands/command.ts'
import type { CommandRequest } from '../commands/requests.ts'
import type { ChargerRef, Transaction, Uses } from '../context.ts'
import { stationVariable } from '../devices/device-variable.ts'
import type { Errand } from '../errands/errand.ts'
import { nextStepOf } from './security-profile-move.ts'

/**
 * Goes on with a charger's move to a higher security profile where it stands. Each step is a command that follows the
 * one before; a move that failed or whose time is up leaves the charger by the profile that it has.
 */
export async function advanceSecurityProfile(
  ctx: Uses<'chargerLink' | 'now' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  errandId: number,
): Promise<void> {
  const isAsked = await ctx.transaction(async (tx) => {
    const errand = await tx.errands.byId(errandId)
    const standing = await tx.profileMoves.standing(charger.id)
    if (!errand || !standing) return false
    const { profile } = errand.asked as Asked
    const last = await tx.profileMoves.lastCommand(errand)
    const isOverdue = errand.state !== 'open' || standing.isOverdue
    const next = nextStepOf(standing, { target: profile, last, isOverdue })
    switch (next.step) {
      case 'done':
        await tx.errands.end(errand, 'done', { profile })
        return false
      case 'wait':
        await tx.errands.progress(errand, { progress: 'waiting' })
        return false
      case 'failed':
      case 'expired':
        await tx.errands.end(errand, next.step, { reason: next.reason })
        return takeBack(tx, charger, errand, last)
      case 'ask':
        await tx.errands.progress(errand, { progress: next.what })
        await tx.commands.add(charger, requestOf(next.what, errand), errand.deadlineAt, { follows: last! })
        return true
    }
  })
  if (isAsked) ctx.chargerLink.commandsWaiting(charger)
}

type Asked = { profile: number; priority: string | null; slot: number | null }

function requestOf(what: 'priority' | 'restart', { asked }: Errand): CommandRequest {
  // B10, B12: when nobody charges.
  if (what === 'restart') return { kind: 'reset', mode: 'soft' }
  const { priority, slot } = asked as Asked
  const others = (priority ?? '').split(',').filter((one) => one.trim() !== '' && Number(one) !== slot)
  return priorityOf([slot, ...others].join(','))
}

/** Closes the way by the new profile; a charger that has the new address first gets its old one back. */
async function takeBack(tx: Transaction, charger: ChargerRef, errand: Errand, last: Command | null): Promise<boolean> {
  await tx.chargers.credentials.setNextProfile(charger.id, null)
  const { profile, priority } = errand.asked as Asked
  await tx.audit('charger.security_profile_move_failed', charger.identity, { profile })
  if (!priority || !last || last.request.kind === 'set-network-profile') return false
  await tx.commands.add(charger, priorityOf(priority), errand.deadlineAt.add({ hours: 1 }), { waits: true })
  return true
}

function priorityOf(value: string): CommandRequest {
  const place = stationVariable('OCPPCommCtrlr', 'NetworkConfigurationPriority')
  return { kind: 'change-settings', settings: [{ ...place, value }] }
}
