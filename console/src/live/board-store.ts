import type { Board, ChargerRow } from '../../../api/console/wire/chargers.ts'

export interface BoardChange {
  chargers: ChargerRow[]
  removed: number[]
}

export interface BoardStore {
  /** Replaces everything; what `change` brought since `beginSnapshot` is put on top again. */
  setSnapshot: (board: Board) => void
  /** Called when a snapshot is being asked for. */
  beginSnapshot: () => void
  change: (change: BoardChange) => void
  clear: () => void
  row: (id: number) => ChargerRow | undefined
  /** All rows in no order; the same array until something changed. */
  rows: () => readonly ChargerRow[]
  ready: () => boolean
  /** Counts the changes. */
  version: () => number
  /** Counts the changes that added, removed or renamed chargers. */
  membership: () => number
  subscribe: (listener: () => void) => () => void
  subscribeRow: (id: number, listener: () => void) => () => void
}

/** All chargers as they are now: a snapshot, and every change since. Rows that did not change stay the same objects. */
export function boardStore(): BoardStore {
  let byId = new Map<number, ChargerRow>()
  let list: readonly ChargerRow[] | null = []
  let isReady = false
  let version = 0
  let membership = 0
  let sinceBegun: BoardChange[] | null = null
  const listeners = new Set<() => void>()
  const rowListeners = new Map<number, Set<() => void>>()

  return {
    beginSnapshot() {
      sinceBegun = []
    },
    setSnapshot(board) {
      const before = byId
      byId = new Map()
      for (const row of board.chargers) {
        const known = before.get(row.id)
        byId.set(row.id, known && isSame(known, row) ? known : row)
      }
      // Answers and events travel apart: what the stream said while the snapshot was on its way may be newer than it.
      for (const change of sinceBegun ?? []) apply(change)
      sinceBegun = null
      isReady = true
      membership += 1
      const touched = new Set<number>()
      for (const id of new Set([...before.keys(), ...byId.keys()])) if (before.get(id) !== byId.get(id)) touched.add(id)
      announce(touched)
    },
    change(change) {
      sinceBegun?.push(change)
      if (!isReady) return
      announce(apply(change))
    },
    clear() {
      byId = new Map()
      isReady = false
      sinceBegun = null
      membership += 1
      announce(new Set())
    },
    row: (id) => byId.get(id),
    rows() {
      list ??= [...byId.values()]
      return list
    },
    ready: () => isReady,
    version: () => version,
    membership: () => membership,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    subscribeRow(id, listener) {
      const of = rowListeners.get(id) ?? new Set()
      rowListeners.set(id, of.add(listener))
      return () => {
        of.delete(listener)
        if (of.size === 0 && rowListeners.get(id) === of) rowListeners.delete(id)
      }
    },
  }

  function apply({ chargers, removed }: BoardChange): Set<number> {
    const touched = new Set<number>()
    for (const row of chargers) {
      const known = byId.get(row.id)
      if (known && isSame(known, row)) continue
      if (!known || known.identity !== row.identity || known.name !== row.name) membership += 1
      byId.set(row.id, row)
      touched.add(row.id)
    }
    for (const id of removed) {
      if (!byId.delete(id)) continue
      membership += 1
      touched.add(id)
    }
    return touched
  }

  function announce(touched: Set<number>): void {
    list = null
    version += 1
    for (const id of touched) for (const listener of rowListeners.get(id) ?? []) listener()
    for (const listener of listeners) listener()
  }
}

function isSame(a: ChargerRow, b: ChargerRow): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
