import { useTranslation } from 'react-i18next'
import type { VehicleLink } from '../../../../api/console/wire/vehicle-link.ts'
import { formatNumber } from '../../format/format.ts'
import { Age } from '../../parts/age.tsx'
import classes from './vehicles.module.css'

/** What a vehicle said last of itself; what it did not say is not shown. */
export function SaidLast({ heard }: { heard: NonNullable<VehicleLink['heard']> }) {
  const { t } = useTranslation('vehicles')
  const { needKwh, batteryMinutes, batteryKwh, cabinMinutes, cabinKwh, odometerKm, charging, controllerId } = heard
  const amount = (value: number | null, unit: string) => (value === null ? null : `${formatNumber(value)} ${unit}`)
  const both = (...parts: (string | null)[]) => parts.filter((part) => part !== null).join(', ') || null
  const facts: [label: string, value: string | null][] = [
    [t('said.charging'), charging && t(`said.state.${charging}`)],
    [t('said.need'), amount(needKwh, 'kWh')],
    [t('said.battery'), both(amount(batteryMinutes, 'min'), amount(batteryKwh, 'kWh'))],
    [t('said.cabin'), both(amount(cabinMinutes, 'min'), amount(cabinKwh, 'kWh'))],
    [t('said.odometer'), amount(odometerKm, 'km')],
    [t('said.controller'), controllerId],
  ]
  return (
    <>
      <p className={classes.dim}>
        {t('said.title')} <Age at={heard.at} />
      </p>
      <dl className={classes.facts} data-wide>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="numbers">{value ?? <span className={classes.dim}>{t('said.nothing')}</span>}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
