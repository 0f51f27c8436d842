import { askCharger } from '../commands/ask-charger.ts'
import type { Command } from '../commands/command.ts'
import type { ChargerRef, Transaction, Uses } from '../context.ts'
import type { ListUpdate, LocalList } from './local-list.ts'
import { desiredList, installedAfter, type ListLine, linesToSend } from './plan-list.ts'
import { roomOf } from './room-of-list.ts'

type Used = Uses<'chargerLink' | 'chargerWork' | 'devices' | 'localLists' | 'now' | 'settings' | 'transaction'>

/** How a charger has answered a list. */
export type ListAnswer = 'accepted' | 'failed' | 'mismatch' | 'unsupported'

export type SentList = { version: number; update: ListUpdate; lines: readonly ListLine[] }

/**
 * Takes in how a charger has answered a list of cards, whoever sent it. Its version counts only when it said yes;
 * what did not fit into the call follows as differences. A charger that could not use the differences is asked
 * what it has, and gets a whole list then.
 */
export async function takeListAnswer(
  ctx: Used,
  charger: ChargerRef,
  { sent, answer, reason, command }: { sent: SentList; answer: ListAnswer; reason: string | null; command: Command },
): Promise<void> {
  const list = await ctx.localLists.find(charger.id)
  if (!list) return
  const version = Math.max(list.version, sent.version)
  const isOwn = command.request.kind === 'send-local-list'

  if (answer === 'accepted') {
    const after = { ...list, installed: installedAfter(list, sent.update, sent.lines) }
    const isComplete = (await missingOf(ctx, after)).length === 0
    await ctx.transaction(async (tx) => {
      await tx.localLists.change(charger, {
        version,
        confirmedVersion: sent.version,
        installed: after.installed,
        needsFull: false,
        ...{ state: isComplete ? 'current' : 'outdated', reason: null, isAccepted: true, isCompared: true },
      })
      if (isOwn && !isComplete) {
        await tx.commands.add(charger, { kind: 'send-local-list', update: 'differential' }, command.deadlineAt, {
          follows: command,
        })
      }
    })
    if (isOwn && !isComplete) ctx.chargerLink.commandsWaiting(charger)
    return
  }
  if (answer === 'unsupported') return switchOff(ctx, charger, reason)

  // D01.FR.03: what the charger has is not what we think.
  const isDifference = sent.update === 'differential'
  await ctx.transaction((tx) =>
    tx.localLists.change(charger, {
      ...{ version, reason, needsFull: true, isCompared: true },
      state: isDifference ? 'outdated' : 'failed',
    }),
  )
  if (isDifference && isOwn) await askCharger(ctx, charger, { kind: 'read-local-list-version' })
}

/**
 * Takes in the version that a charger says its list has. Another one than it said yes to means that it has lost its list,
 * or got one from somebody else: it gets a whole one, with a higher number. −1 switches lists off.
 */
export async function takeListVersion(ctx: Used, charger: ChargerRef, told: number): Promise<void> {
  const list = await ctx.localLists.find(charger.id)
  if (!list) return
  if (told < 0) return switchOff(ctx, charger, 'The charger keeps no list.')
  const isKnown = list.confirmedVersion === told && !list.needsFull
  const isForeign = told > list.version
  await ctx.transaction((tx) =>
    tx.localLists.change(charger, {
      version: Math.max(list.version, told),
      confirmedVersion: told,
      ...(isKnown ? {} : { state: 'outdated', needsFull: true, installed: {} }),
    }),
  )
  if (isForeign) {
    await ctx.chargerWork(charger, (work) =>
      work.addFact({ kind: 'local-list.foreign', subjectId: charger.id, body: { version: told, ours: list.version } }),
    )
  }
  if (list.mode === 'off') return
  if (!isKnown) await askCharger(ctx, charger, { kind: 'send-local-list', update: 'full' }, sending)
  else await bringUpToDate(ctx, list)
}

/** Sends the differences to a charger whose list is not what it should be; nothing when it is. True when it sends. */
export async function bringUpToDate(ctx: Used, list: LocalList): Promise<boolean> {
  const missing = list.needsFull ? [] : await missingOf(ctx, list)
  const isCurrent = !list.needsFull && missing.length === 0
  await ctx.transaction((tx) =>
    tx.localLists.change(list.charger, { state: isCurrent ? 'current' : 'outdated', isCompared: true }),
  )
  if (isCurrent) return false
  const update = list.needsFull ? 'full' : 'differential'
  await askCharger(ctx, list.charger, { kind: 'send-local-list', update }, sending)
  return true
}

/** What the charger does not have as it should. */
export async function missingOf(ctx: Uses<'devices' | 'localLists' | 'now'>, list: LocalList): Promise<ListLine[]> {
  const room = await roomOf(ctx, list.charger)
  const cards = await ctx.localLists.cards(ctx.now(), room.entries)
  return linesToSend(desiredList(cards, room), list, 'differential')
}

/** A charger that keeps no list is not asked again, until somebody switches it on anew. */
async function switchOff(ctx: Uses<'transaction'>, charger: ChargerRef, reason: string | null): Promise<void> {
  await ctx.transaction(async (tx: Transaction) => {
    await tx.localLists.change(charger, { state: 'unsupported', reason, needsFull: true, confirmedVersion: null })
    await tx.localLists.setMode(charger, 'off')
    await tx.audit('local-list.unsupported', charger.identity)
  })
}

// What takes several calls may wait behind much else.
const sending = { withinSeconds: 3_600 }
