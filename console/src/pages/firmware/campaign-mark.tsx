import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconClock,
  IconPlayerPause,
  IconPlayerTrackNext,
  IconRefresh,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Campaign, CampaignDetail } from '../../../../api/console/wire/firmware.ts'
import { Mark, type Tone } from '../../parts/mark.tsx'

const campaignLooks: Record<Campaign['state'], { tone: Tone; icon: Icon }> = {
  running: { tone: 'active', icon: IconRefresh },
  paused: { tone: 'warn', icon: IconPlayerPause },
  done: { tone: 'good', icon: IconCircleCheck },
  stopped: { tone: 'bad', icon: IconAlertTriangle },
  cancelled: { tone: 'quiet', icon: IconBan },
}

export function CampaignMark({ state }: { state: Campaign['state'] }) {
  const { t } = useTranslation('firmware')
  return <Mark {...campaignLooks[state]} label={t(`campaign.${state}`)} />
}

export type MemberState = CampaignDetail['chargers'][number]['state']

const memberLooks: Record<MemberState, { tone: Tone; icon: Icon }> = {
  waiting: { tone: 'quiet', icon: IconClock },
  asked: { tone: 'active', icon: IconRefresh },
  done: { tone: 'good', icon: IconCircleCheck },
  failed: { tone: 'bad', icon: IconAlertTriangle },
  skipped: { tone: 'quiet', icon: IconPlayerTrackNext },
}

export function MemberMark({ state, count }: { state: MemberState; count?: number }) {
  const { t } = useTranslation('firmware')
  const word = t(`member.${state}`)
  return <Mark {...memberLooks[state]} label={count === undefined ? word : `${word}: ${count}`} />
}
