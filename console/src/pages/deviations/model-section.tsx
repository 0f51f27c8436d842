import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Deviation } from '../../../../api/console/wire/deviations.ts'
import { formatFullTime, formatNumber } from '../../format/format.ts'
import { PageLink } from '../../parts/page-link.tsx'
import { Instant } from '../../parts/values.tsx'
import type { ModelDeviations } from './by-model.ts'
import classes from './deviations-page.module.css'

interface ModelSectionProps {
  model: ModelDeviations
  ruleText: (rule: string) => string
}

/** One model with one firmware: what it does, how often, and where to look. */
export function ModelSection({ model: { vendor, model, firmware, deviations }, ruleText }: ModelSectionProps) {
  const { t } = useTranslation('deviations')
  const name = `${vendor} ${model}`.trim() || t('unknownModel')
  const version = firmware === '' ? t('firmwareUnknown') : t('firmware', { firmware })
  return (
    <section className={classes.section}>
      <Title order={2} className={classes.title}>
        {name} <span className={classes.firmware}>{version}</span>
      </Title>
      <table className={classes.table} aria-label={`${name}, ${version}`}>
        <thead>
          <tr>
            <th scope="col">{t('column.rule')}</th>
            <th scope="col">{t('column.action')}</th>
            <th scope="col" className={classes.times}>
              {t('column.times')}
            </th>
            <th scope="col">{t('column.lastSeen')}</th>
            <th scope="col">{t('column.example')}</th>
          </tr>
        </thead>
        <tbody>
          {deviations.map((deviation) => (
            <Row key={`${deviation.rule} ${deviation.action}`} deviation={deviation} text={ruleText(deviation.rule)} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ deviation, text }: { deviation: Deviation; text: string }) {
  const { t } = useTranslation('deviations')
  const { rule, action, times, firstSeenAt, lastSeenAt, example, charger } = deviation
  return (
    <tr className={classes.row}>
      <td className={classes.what} title={rule}>
        {text}
      </td>
      <td className={classes.action}>{action}</td>
      <td className={`${classes.times} numbers`} title={t('since', { at: formatFullTime(firstSeenAt) })}>
        {formatNumber(times)}
      </td>
      <td className={classes.last}>
        <div>
          <Instant at={lastSeenAt} />
        </div>
        {charger.id === null ? (
          <div>{t('removed', { charger: charger.identity })}</div>
        ) : (
          <PageLink
            to={`/chargers/${charger.id}`}
            search={{ tab: 'messages', problems: 'true', ...(action === '' ? {} : { action }) }}
            aria-label={t('messagesOf', { charger: charger.identity })}
          >
            {charger.identity}
          </PageLink>
        )}
      </td>
      <td className={classes.example}>{example !== '' && <code>{example}</code>}</td>
    </tr>
  )
}
