import type { ChargerState } from '../../../../api/console/wire/chargers.ts'
import { type ChargerFilter, type SortKey, sortKeys, stateOrder } from './charger-list.ts'

/** The address's words of the list: `state=faulted,offline`, `sort=-power` for the highest first. */
export const filterDefaults = { q: '', state: '', sort: 'identity' }

/** What the address asks for; words it should not have are ignored. */
export function filterOf({ q, state, sort }: typeof filterDefaults): ChargerFilter {
  const key = sort.replace(/^-/, '')
  return {
    q,
    states: state.split(',').filter((word): word is ChargerState => stateOrder.includes(word as ChargerState)),
    sort: sortKeys.includes(key as SortKey) ? (key as SortKey) : 'identity',
    descending: sort.startsWith('-'),
  }
}

/** The address's word for these states, with one switched. */
export function toggleState(states: readonly ChargerState[], state: ChargerState): string {
  const next = states.includes(state) ? states.filter((each) => each !== state) : [...states, state]
  return stateOrder.filter((each) => next.includes(each)).join(',')
}
