import type { ReactNode } from 'react'
import type { Role } from '../../../api/console/wire/parts.ts'
import { useRole } from './use-role.ts'

/** Shows its content only to who has that role, or one that includes it. */
export function Needs({ role, children }: { role: Role; children: ReactNode }) {
  return useRole().may(role) ? children : null
}
