import { useQuery } from '@tanstack/react-query'
import type { ChargerGrid } from '../../../../api/console/wire/grid.ts'
import type { SessionDetail } from '../../../../api/console/wire/sessions.ts'
import { chargerQuery } from '../charger/charger-query.ts'
import { PriorityButton, PriorityMark } from '../charger/grid/priority-section.tsx'
import { useOwn } from '../charger/use-own.ts'
import { useRefusals } from '../charger/use-refusals.ts'
import classes from './session.module.css'

/** Whether an open session charges with priority, and to give it that: only at a charger that can. */
export function SessionPriority({ detail: { row } }: { detail: SessionDetail }) {
  const { data: charger } = useQuery(chargerQuery(row.charger.id))
  const version = charger?.row.version ?? null
  const refusal = useRefusals(version)('use-priority-charging')
  const { data: grid } = useOwn<ChargerGrid>(row.charger.id, 'grid')
  if (!charger || !grid || refusal !== null) return null
  const has = grid.priority.some(({ sessionId }) => sessionId === row.id)
  return (
    <div className={classes.priority}>
      <PriorityMark has={has} />
      <PriorityButton detail={charger} sessionId={row.id} has={has} />
    </div>
  )
}
