import type { Role } from '../../../api/console/wire/parts.ts'
import { useMe } from '../api/queries.ts'

const rank: Record<Role, number> = { viewer: 0, operator: 1, administrator: 2 }

/** The role of who is logged in, and whether it includes another one. The server refuses in any case. */
export function useRole(): { role: Role; may: (needed: Role) => boolean } {
  const { role } = useMe().account
  return { role, may: (needed) => rank[role] >= rank[needed] }
}
