import { IconCalendarOff, IconCircleCheck, IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Card } from '../../../../api/console/wire/administration.ts'
import { Mark } from '../../parts/mark.tsx'

export const statuses = ['active', 'blocked', 'expired'] as const

export const statusIcon = { active: IconCircleCheck, blocked: IconLock, expired: IconCalendarOff } as const

const tones = { active: 'good', blocked: 'bad', expired: 'quiet' } as const

export function CardStatus({ status, plain = false }: { status: Card['status']; plain?: boolean }) {
  const { t } = useTranslation('cards')
  return <Mark tone={tones[status]} icon={statusIcon[status]} label={t(`status.${status}`)} plain={plain} />
}
