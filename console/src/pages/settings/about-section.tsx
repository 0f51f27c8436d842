import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../api/queries.ts'
import { useServerNow } from '../../clock/use-server-now.ts'
import { formatFullTime, formatNumber } from '../../format/format.ts'
import classes from './settings-page.module.css'

/** Which version this is, whose, and what time its server has. */
export function AboutSection() {
  const { t } = useTranslation('settings')
  const { version, tenant, encrypted, clock } = useMe()
  const time = formatFullTime(useServerNow())
  const facts: [name: string, value: ReactNode][] = [
    [t('about.version'), `Voltyard ${version}`],
    [t('about.tenant'), `${tenant.name} (${tenant.slug})`],
    [
      t('about.clock'),
      clock.rate === 1 ? time : t('about.clockFast', { time, rate: formatNumber(clock.rate, [0, 1]) }),
    ],
    [t('about.connection'), t(encrypted ? 'about.encrypted' : 'about.notEncrypted')],
    [t('about.licence'), 'Apache-2.0'],
  ]
  return (
    <section className={classes.section} aria-labelledby="about">
      <Title order={2} id="about" className={classes.title}>
        {t('about.title')}
      </Title>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={classes.fact}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
