import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ChargerGrid } from '../../../../../api/console/wire/grid.ts'
import { formatEnergy, formatPower } from '../../../format/format.ts'
import { Instant } from '../../../parts/values.tsx'
import classes from '../asked-section.module.css'

/** What the charger says that it can give back (V2X), and what the vehicles at it said that they need and can. */
export function GiveBackSection({ grid: { abilities, needs } }: { grid: ChargerGrid }) {
  const { t } = useTranslation('grid')
  return (
    <section aria-labelledby="give-back-title">
      <Title order={2} className={classes.title} id="give-back-title">
        {t('back.title')}
      </Title>
      <p className={classes.hint}>{t('back.hint')}</p>
      {abilities.length + needs.length === 0 && <p className={classes.hint}>{t('back.none')}</p>}
      {needs.length > 0 && (
        <ul className={classes.list} aria-label={t('back.needs')}>
          {needs.map(({ evse, mode, departureAt, energyWh, maxW, maxDischargeW, at }) => (
            <li key={evse} className={classes.row}>
              <strong>{t('back.vehicle', { evse })}</strong>
              <div className={classes.words}>
                <span>{mode.replaceAll('_', ' ')}</span>
                {maxDischargeW !== null && <span>{t('back.gives', { power: formatPower(maxDischargeW) })}</span>}
                {maxW !== null && <span>{t('back.takes', { power: formatPower(maxW) })}</span>}
              </div>
              <div className={classes.words}>
                {energyWh !== null && <span>{t('back.wants', { energy: formatEnergy(String(energyWh)) })}</span>}
                {departureAt !== null && (
                  <span>
                    {t('back.leaves')} <Instant at={departureAt} />
                  </span>
                )}
              </div>
              <span className={classes.dim}>
                {t('source.reported')} <Instant at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {abilities.length > 0 && (
        <dl className={classes.facts} aria-label={t('back.abilities')}>
          {abilities.map(({ component, evse, variable, value }) => (
            <div key={`${component} ${evse} ${variable}`} className={classes.fact}>
              <dt>
                {component} · {variable}
                {evse !== null && evse > 0 && ` · EVSE ${evse}`}
              </dt>
              <dd>{value ?? '–'}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
