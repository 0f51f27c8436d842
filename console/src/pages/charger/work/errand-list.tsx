import { Button, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { ErrandRow } from './errand-row.tsx'
import { useErrands } from './use-errands.ts'
import classes from './work.module.css'

const fewCount = 5

/** What the charger goes on with after its answers: what is under way first, then what has ended. */
export function ErrandList({ chargerId }: { chargerId: number }) {
  const { t } = useTranslation('device')
  const { t: common } = useTranslation()
  const [all, setAll] = useState(false)
  const { data, error, refetch } = useErrands(chargerId)
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <LoadingRows rows={2} height={64} />
  const ranked = data.items.toSorted((one, other) => Number(other.state === 'open') - Number(one.state === 'open'))
  const shown = all ? ranked : ranked.slice(0, fewCount)
  return (
    <section aria-labelledby="errands-title">
      <Title order={2} className={classes.title} id="errands-title">
        {t('errand.title')}
      </Title>
      <p className={classes.dim}>{t(ranked.length === 0 ? 'errand.none' : 'errand.about')}</p>
      <ul className={classes.list}>
        {shown.map((errand) => (
          <li key={errand.id}>
            <ErrandRow errand={errand} />
          </li>
        ))}
      </ul>
      {ranked.length > fewCount && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t('errand.fewer') : common('table.rows', { count: ranked.length })}
        </Button>
      )}
    </section>
  )
}
