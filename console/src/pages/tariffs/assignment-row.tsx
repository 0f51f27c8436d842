import { Button } from '@mantine/core'
import { type Icon, IconChargingPile, IconCreditCard, IconPlug, IconReceipt2, IconWorld } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { TariffAssignment } from '../../../../api/console/wire/tariffs.ts'
import { formatEnergy, formatMoney, formatNumber } from '../../format/format.ts'
import { Mark } from '../../parts/mark.tsx'
import { Needs } from '../../parts/needs.tsx'
import { Instant } from '../../parts/values.tsx'
import { placeText } from './place-text.ts'
import classes from './tariffs-page.module.css'

const icons: Record<TariffAssignment['place'], Icon> = {
  tenant: IconWorld,
  charger: IconChargingPile,
  evse: IconPlug,
  token: IconCreditCard,
}

interface AssignmentRowProps {
  assignment: TariffAssignment
  currency: string
  onEnd: () => void
}

/** Where a tariff applies, and what a session there may use at most. */
export function AssignmentRow({ assignment, currency, onEnd }: AssignmentRowProps) {
  const { t } = useTranslation('tariffs')
  const { place, tariffName, assignedAt, prepaid } = assignment
  const Glyph = icons[place]
  const limits = useLimitWords(assignment.limits, currency)
  return (
    <li className={classes.row}>
      <span className={classes.place}>
        <Glyph size={18} aria-hidden />
        {placeText(t, assignment)}
      </span>
      <div className={classes.applies}>
        <strong>{tariffName}</strong>
        {prepaid && <Mark tone="active" icon={IconReceipt2} label={t('prepaid')} hint={t('form.prepaidHint')} />}
        {limits.length > 0 && <span>{t('atMost', { limits: limits.join(' · ') })}</span>}
        <span className={classes.dim}>
          {t('since')} <Instant at={assignedAt} />
        </span>
      </div>
      <Needs role="administrator">
        <Button
          size="xs"
          variant="default"
          onClick={onEnd}
          aria-label={t('end.of', { place: placeText(t, assignment) })}
        >
          {t('end.item')}
        </Button>
      </Needs>
    </li>
  )
}

function useLimitWords({ maxCost, maxEnergyWh, maxSeconds, maxSoc }: TariffAssignment['limits'], currency: string) {
  const { t } = useTranslation('tariffs')
  return [
    maxCost !== undefined && formatMoney(maxCost, currency),
    maxEnergyWh !== undefined && formatEnergy(maxEnergyWh),
    maxSeconds !== undefined && t('minutes', { minutes: formatNumber(maxSeconds / 60, [0, 1]) }),
    maxSoc !== undefined && t('soc', { percent: maxSoc }),
  ].filter((text) => text !== false)
}
