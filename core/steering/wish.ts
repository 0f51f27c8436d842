import type { Allotment } from '../dispatch/grant.ts'
import type { Binding } from '../dispatch/reason.ts'
import type { Row } from '../dispatch/row.ts'
import type { CalmState } from './calm-state.ts'
import { calmed } from './calm-step.ts'
import { keepsWhatFits } from './keep-what-fits.ts'
import type { RoundInput } from './round.ts'
import type { Standing } from './standing.ts'

/** What a session shall have now, after calm; `calm` is its state if nothing is sent. */
export type Wish = { standing: Standing; value: number; because: Binding; calm: CalmState }

export function wishesOf(
  standings: readonly Standing[],
  allotments: ReadonlyMap<string, Allotment>,
  input: RoundInput,
  order: Row | null = null,
): Wish[] {
  const shared = standings.filter((one) => one.kind === 'shared')
  const calm = input.lowersOnly ? null : calmed(shared, allotments, input)
  const mayKeep = keepsWhatFits(standings, input.rows, input.atMs, order)
  return standings.map((standing) => {
    const { place, current } = standing
    if (standing.kind === 'fixed') return { standing, value: current, because: standing.because, calm: place.calm }
    if (standing.kind === 'unsure') {
      // It is told the same again; meanwhile the others make room for what it may be following.
      return { standing, value: current, because: standing.because, calm: place.calm }
    }
    if (standing.kind === 'paused') return { standing, value: 0, because: standing.because, calm: place.calm }
    const { sessionId } = standing.demand
    const allotted = allotments.get(sessionId)!
    const held = calm?.get(sessionId) ?? { grant: lowered(allotted, current), state: place.calm }
    const { reason, boundBy } = held.grant
    const isKept = held.grant.value < current && mayKeep(standing, held.grant.value)
    const value = isKept ? current : held.grant.value
    const state = { ...held.state, unused: standing.unused }
    return { standing, value, because: { reason, boundBy }, calm: state }
  })
}

/** Nothing is raised without a full round, whatever room there is. */
function lowered(allotted: Allotment, current: number): Allotment {
  return allotted.value > current ? { ...allotted, value: current, reason: 'ramping', boundBy: null } : allotted
}
