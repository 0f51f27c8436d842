import { facetsOf } from './facets.ts'
import type { Network } from './network.ts'
import { type PackingProgramme, type Piece, solvePacking } from './packing-programme.ts'
import type { Policy } from './policy.ts'
import { addUp, headroom, type RowLoads, setValue } from './row-loads.ts'
import { shareByLevel } from './share-by-level.ts'
import { nominalWattsPerAmpere, type Wishes } from './water-level.ts'

/**
 * Lets a small linear programme decide how much each group of alike sessions gets, and shares that by level inside the
 * group (smart-charging 5.4). What sessions have already is their floor. It changes nothing and says false when the
 * programme is too large or does not end; then the caller fills by level, which is always safe.
 */
export function fillByGroups(
  net: Network,
  loads: RowLoads,
  wishes: Wishes,
  sessions: readonly number[],
  policy: Policy,
  caps: Float64Array,
): boolean {
  const groups = groupsOf(net, loads, sessions, caps)
  const programme = programmeOf(net, loads, groups, policy, caps)
  if (programme.variables.length * programme.rows.length > mostCells) return false
  const { values, optimal } = solvePacking(programme)
  if (!optimal) return false
  for (const [k, group] of groups.entries()) shareByLevel(net, loads, wishes, group, values[k]!, caps)
  addUp(net, loads)
  for (const i of sessions) {
    const excess = headroom(net, loads.sums, i)
    if (excess < 0) setValue(net, loads, i, Math.max(0, loads.value[i]! + excess))
  }
  return true
}

/** Beyond some thousand groups the tableau would take too long. */
const mostCells = 4_000_000

/** Sessions with the same rows and coefficients: for the rows only their sum matters. */
function groupsOf(net: Network, loads: RowLoads, sessions: readonly number[], caps: Float64Array): number[][] {
  const groups = new Map<string, number[]>()
  for (const i of sessions) {
    if (loads.value[i]! >= caps[i]!) continue
    let key = ''
    for (let e = net.first[i]!; e < net.first[i + 1]!; e++) key += `${net.slotOf[e]} ${net.size[e]} `
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [i])
    else group.push(i)
  }
  return [...groups.values()]
}

function programmeOf(
  net: Network,
  loads: RowLoads,
  groups: readonly number[][],
  policy: Policy,
  caps: Float64Array,
): PackingProgramme {
  const entriesOfRow = new Map<number, { variable: number; slot: number; size: number }[]>()
  const variables = groups.map((group, variable) => {
    const example = group[0]!
    for (let e = net.first[example]!; e < net.first[example + 1]!; e++) {
      const entry = { variable, slot: net.slotOf[e]!, size: net.size[e]! }
      const known = entriesOfRow.get(net.rowOf[e]!)
      if (known === undefined) entriesOfRow.set(net.rowOf[e]!, [entry])
      else known.push(entry)
    }
    return { pieces: piecesOf(net, loads, group, policy, caps) }
  })
  const most = variables.map(({ pieces }) => pieces.reduce((sum, piece) => sum + piece.width, 0))
  const rows = [...entriesOfRow.keys()]
    .sort((a, b) => a - b)
    .flatMap((r) => sidesOf(net, loads, r, entriesOfRow.get(r)!, policy.facets))
    // What cannot bind is left out.
    .filter(({ room, entries }) => entries.reduce((sum, one) => sum + one.size * most[one.variable]!, 0) > room)
  return { variables, rows }
}

/** What the group could take, the most pressing first. */
function piecesOf(
  net: Network,
  loads: RowLoads,
  group: readonly number[],
  { urgency }: Policy,
  caps: Float64Array,
): Piece[] {
  const pieces = group.map((i) => {
    const { laxityH, weight, unit } = net.demands[i]!
    const pressing = 1 + urgency.alpha * Math.exp(-Math.max(laxityH, 0) / urgency.tauH)
    const worth = (weight * pressing) / (unit === 'W' ? nominalWattsPerAmpere : 1)
    return { width: caps[i]! - loads.value[i]!, worth }
  })
  return pieces.sort((a, b) => b.worth - a.worth)
}

type Side = PackingProgramme['rows'][number]

function sidesOf(
  net: Network,
  loads: RowLoads,
  r: number,
  entries: readonly { variable: number; slot: number; size: number }[],
  facets: number,
): Side[] {
  const bend = net.corners[r]
  const first = net.firstSlot[r]!
  if (bend == null) return [{ room: net.room[r]! - loads.sums[first]!, entries }]
  return facetsOf(bend, facets).map((facet) => {
    const taken = facet.reduce((sum, part, d) => sum + part * loads.sums[first + d]!, 0)
    return {
      room: net.room[r]! * Math.cos(Math.PI / facets) - taken,
      entries: entries.flatMap(({ variable, slot, size }) => {
        const part = facet[slot - first]!
        return part > 0 ? [{ variable, size: size * part }] : []
      }),
    }
  })
}
