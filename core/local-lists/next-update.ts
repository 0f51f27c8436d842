import type { ChargerRef, Uses } from '../context.ts'
import type { MessageLimits } from '../devices/split-message.ts'
import { limitsOfList } from './limits-of-list.ts'
import type { ListUpdate } from './local-list.ts'
import { desiredList, type ListLine, linesToSend } from './plan-list.ts'
import { roomOf } from './room-of-list.ts'

/** What is sent to a charger next, before it is cut to what fits into one call; null when it has everything. */
export type NextUpdate = {
  update: ListUpdate
  lines: ListLine[]
  limits: MessageLimits
  nextVersion(): Promise<number>
}

/**
 * What a charger lacks of its list now: a whole list, or the differences. Each call has a version of its own, higher
 * than any before; a whole list may be empty.
 */
export async function nextUpdate(
  ctx: Uses<'devices' | 'localLists' | 'now' | 'transaction'>,
  charger: ChargerRef,
  wanted: ListUpdate,
): Promise<NextUpdate | null> {
  const list = await ctx.localLists.find(charger.id)
  if (!list) return null
  // Differences that were to be sent when the charger said that its list is another one (D01.FR.03, Q-215).
  const update = list.needsFull ? 'full' : wanted
  const room = await roomOf(ctx, charger)
  const desired = desiredList(await ctx.localLists.cards(ctx.now(), room.entries), room)
  const lines = linesToSend(desired, list, update)
  if (update === 'differential' && lines.length === 0) return null
  return {
    update,
    lines,
    limits: await limitsOfList(ctx, charger.id),
    nextVersion: () => ctx.transaction((tx) => tx.localLists.nextVersion(charger)),
  }
}
