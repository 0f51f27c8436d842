import { foldUid } from '../authorization/token.ts'
import type { ListEntry, ListRoom, ListUpdate, LocalList } from './local-list.ts'

/** One line of an update: a card as it is to be from now on, or one that goes. */
export type ListLine = { uid: string; entry: ListEntry | null }

/**
 * The cards that a charger should have: each once (D01.FR.06), none whose uid is too long for it, and no more than it
 * keeps. A group that is too long cannot be told to it.
 */
export function desiredList(cards: readonly ListEntry[], room: ListRoom): ListEntry[] {
  const desired = new Map<string, ListEntry>()
  for (const card of cards) {
    const key = foldUid(card.uid)
    if (card.uid.length > room.uidLength || desired.has(key)) continue
    if (desired.size >= room.entries) break
    desired.set(key, card.groupId !== null && card.groupId.length > room.uidLength ? { ...card, groupId: null } : card)
  }
  return [...desired.values()]
}

/** What has to be sent so that the charger has what it should have: everything, or the differences. */
export function linesToSend(
  desired: readonly ListEntry[],
  { installed }: Pick<LocalList, 'installed'>,
  update: ListUpdate,
): ListLine[] {
  const all = desired.map((entry) => ({ uid: entry.uid, entry }))
  if (update === 'full') return all
  const wanted = new Set(desired.map(({ uid }) => foldUid(uid)))
  // What goes makes room for what comes.
  const gone = Object.entries(installed).filter(([key]) => !wanted.has(key))
  return [
    ...gone.map(([, mark]) => ({ uid: uidOfMark(mark), entry: null })),
    ...all.filter(({ uid, entry }) => installed[foldUid(uid)] !== markOf(entry)),
  ]
}

/** What a charger has after it has said yes to an update. */
export function installedAfter(
  { installed }: Pick<LocalList, 'installed'>,
  update: ListUpdate,
  lines: readonly ListLine[],
): Record<string, string> {
  const after = new Map(update === 'full' ? [] : Object.entries(installed))
  for (const { uid, entry } of lines) {
    if (entry === null) after.delete(foldUid(uid))
    else after.set(foldUid(uid), markOf(entry))
  }
  return Object.fromEntries(after)
}

/** Tells whether a card was told as it is now, and how it was spelled: chargers compare as they like. */
export function markOf({ uid, decision, groupId, expiresAt }: ListEntry): string {
  return JSON.stringify([uid, decision, groupId, expiresAt?.epochMilliseconds ?? null])
}

function uidOfMark(mark: string): string {
  return JSON.parse(mark)[0]
}
