import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Roots } from '../../../../api/console/wire/roots.ts'
import { get } from '../../api/request.ts'
import { formatDate, formatNumber } from '../../format/format.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import classes from './settings-page.module.css'

/** The roots by which chargers trust this server, and how many of them have each. */
export function RootsSection() {
  const { t } = useTranslation('settings')
  const { data, error, refetch } = useQuery({
    queryKey: ['roots'],
    queryFn: ({ signal }) => get<Roots>('roots', {}, signal),
  })
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data || data.generations.length === 0) return null
  const total = formatNumber(data.chargers)
  return (
    <section className={classes.section} aria-labelledby="roots">
      <Title order={2} id="roots" className={classes.title}>
        {t('roots.title')}
      </Title>
      <p className={classes.text}>{t('roots.text')}</p>
      <dl className={classes.rows}>
        {data.generations.flatMap(({ generation, standing, roots }) =>
          roots.map(({ algorithm, subject, notAfter, chargers, signedFor }) => (
            <div key={`${generation} ${algorithm}`} className={classes.setting}>
              <dt className={classes.words}>
                <strong>{t('roots.name', { algorithm: algorithm.toUpperCase(), generation })}</strong>
                <span className={classes.quiet}>{subject}</span>
              </dt>
              <dd className={classes.words}>
                <span>
                  {t(`roots.standing.${standing}`)} · {t('roots.ends', { time: formatDate(notAfter) })}
                </span>
                <span className={classes.quiet}>
                  {t('roots.chargers', { have: formatNumber(chargers), total })}
                  {signedFor > 0 && (
                    <> · {t('roots.signedFor', { count: signedFor, shown: formatNumber(signedFor) })}</>
                  )}
                </span>
              </dd>
            </div>
          )),
        )}
      </dl>
      {data.waiting !== null && (
        <p className={classes.text} role="status">
          {data.waiting === 0
            ? t('roots.ready')
            : t('roots.waiting', { count: data.waiting, shown: formatNumber(data.waiting) })}
        </p>
      )}
    </section>
  )
}
