import {
  type Icon,
  IconAlertTriangle,
  IconBolt,
  IconBookmark,
  IconCar,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleOff,
  IconHelpCircle,
  IconPlayerPause,
  IconPlugConnectedX,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ChargerState } from '../../../api/console/wire/chargers.ts'
import { Mark, type Tone } from './mark.tsx'

const looks: Record<ChargerState, { tone: Tone; icon: Icon }> = {
  offline: { tone: 'bad', icon: IconPlugConnectedX },
  faulted: { tone: 'bad', icon: IconAlertTriangle },
  never: { tone: 'quiet', icon: IconCircleDashed },
  charging: { tone: 'active', icon: IconBolt },
  occupied: { tone: 'warn', icon: IconCar },
  reserved: { tone: 'warn', icon: IconBookmark },
  unavailable: { tone: 'quiet', icon: IconCircleOff },
  available: { tone: 'good', icon: IconCircleCheck },
}

interface StateBadgeProps {
  state: ChargerState
  hint?: string
  plain?: boolean
}

/** A charger's state. */
export function StateBadge({ state, hint, plain = false }: StateBadgeProps) {
  const { t } = useTranslation('words')
  return <Mark {...looks[state]} label={t(`chargerState.${state}`)} hint={hint} plain={plain} />
}

/** The icon of a charger's state, for where the word stands beside it. */
export function stateIcon(state: ChargerState): Icon {
  return looks[state].icon
}

const statusLooks = {
  Available: { tone: 'good', icon: IconCircleCheck },
  Preparing: { tone: 'warn', icon: IconCar },
  Charging: { tone: 'active', icon: IconBolt },
  SuspendedEV: { tone: 'warn', icon: IconPlayerPause },
  SuspendedEVSE: { tone: 'warn', icon: IconPlayerPause },
  Suspended: { tone: 'warn', icon: IconPlayerPause },
  Finishing: { tone: 'warn', icon: IconCar },
  Reserved: { tone: 'warn', icon: IconBookmark },
  Unavailable: { tone: 'quiet', icon: IconCircleOff },
  Faulted: { tone: 'bad', icon: IconAlertTriangle },
  Occupied: { tone: 'warn', icon: IconCar },
} as const satisfies Record<string, { tone: Tone; icon: Icon }>

interface StatusBadgeProps {
  /** As the charger spelled it, or as `shownStatus` gives it; null when it never said. */
  status: string | null
  /** What the charger reported, where that is another word. */
  reported?: string | null
  plain?: boolean
}

/** A connector's status in the person's language, with the reported word on hover. Words we do not know are shown as they are. */
export function StatusBadge({ status, reported = status, plain = false }: StatusBadgeProps) {
  const { t } = useTranslation('words')
  if (status === null) return <Mark tone="quiet" icon={IconHelpCircle} label={t('status.unknown')} plain={plain} />
  if (!(status in statusLooks)) return <Mark tone="quiet" icon={IconHelpCircle} label={status} plain={plain} />
  const known = status as keyof typeof statusLooks
  return (
    <Mark
      {...statusLooks[known]}
      label={t(`status.${known}`)}
      hint={t('reportedAs', { word: reported ?? status })}
      plain={plain}
    />
  )
}
