import { useMemo } from 'react'
import { board, useBoardVersion } from '../../live/board.ts'
import { type ChargerFilter, type ChargerList, identityRanks, listChargers } from './charger-list.ts'

/** What is read must not jump: rows find their new places at most so often. */
const resortMs = 2_000

let ranks = new Map<number, number>()
let ranksOf = -1

/** The list at once when the filter changes, and every two seconds when chargers do. */
export function useChargerList(filter: ChargerFilter, ready: boolean): ChargerList {
  const version = useBoardVersion(resortMs)
  const { q, sort, descending } = filter
  const states = filter.states.join(',')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the board is read anew when its version says so
  return useMemo(
    () => listChargers(board.rows(), filter, currentRanks()),
    [version, ready, q, states, sort, descending],
  )
}

/** The order of identities, made anew only when chargers were added, removed or renamed. */
export function currentRanks(): ReadonlyMap<number, number> {
  if (ranksOf !== board.membership()) {
    ranks = identityRanks(board.rows())
    ranksOf = board.membership()
  }
  return ranks
}
