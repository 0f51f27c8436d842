import type { PlannedVehicle } from '../../../../../api/console/wire/site-plan.ts'

const rank: Record<PlannedVehicle['state'], number> = {
  will_be_late: 0,
  at_risk: 1,
  unknown: 2,
  on_track: 3,
  ready: 4,
}

/** Who will be late first; among equals who has the least time to lose, and who leaves first. */
export function worstFirst(vehicles: readonly PlannedVehicle[]): PlannedVehicle[] {
  const laxity = ({ laxityHours }: PlannedVehicle) => laxityHours ?? Number.POSITIVE_INFINITY
  const leaves = ({ departsAt }: PlannedVehicle) =>
    departsAt === null ? Number.POSITIVE_INFINITY : Date.parse(departsAt)
  const apart = (a: number, b: number) => (a === b ? 0 : a - b)
  return [...vehicles].sort(
    (a, b) =>
      rank[a.state] - rank[b.state] ||
      apart(laxity(a), laxity(b)) ||
      apart(leaves(a), leaves(b)) ||
      a.id.localeCompare(b.id, undefined, { numeric: true }),
  )
}

/** How many are in each state, for the line above the table. */
export function countStates(vehicles: readonly PlannedVehicle[]): Record<PlannedVehicle['state'], number> {
  const counts = { will_be_late: 0, at_risk: 0, unknown: 0, on_track: 0, ready: 0 }
  for (const { state } of vehicles) counts[state] += 1
  return counts
}
