import type { CommandView } from '../../../../api/console/wire/chargers.ts'
import { useOfServerNow } from '../../clock/use-server-now.ts'
import { hasEnded } from './command-progress.ts'
import { CommandRow } from './command-row.tsx'

interface FreshCommandProps {
  commands: readonly CommandView[]
  /** Which of them belong to this place. */
  isHere: (command: CommandView) => boolean
}

const freshMs = 90_000

/** The latest command of a place, while it is under way and for a moment after it ended. */
export function FreshCommand({ commands, isHere }: FreshCommandProps) {
  const latest = commands.find(isHere)
  const isFresh = useOfServerNow(
    (nowMs) =>
      latest !== undefined &&
      (!hasEnded(latest.state) || nowMs - Date.parse(latest.endedAt ?? latest.createdAt) < freshMs),
  )
  return latest && isFresh ? <CommandRow command={latest} /> : null
}
