import { useTranslation } from 'react-i18next'
import { board, useBoard, useBoardVersion } from '../../live/board.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { FirstCharger } from '../chargers/first-charger.tsx'
import { currentRanks } from '../chargers/use-charger-list.ts'
import { Attention } from './attention.tsx'
import { ChargingNow } from './charging-now.tsx'
import classes from './overview-page.module.css'
import { SiteLoad } from './site-load.tsx'
import { needsAttention, runningCharges, siteSummary } from './site-summary.ts'
import { Tiles } from './tiles.tsx'

/** Is everything fine, and if not, where to look first? */
export function OverviewPage() {
  const { t } = useTranslation('overview')
  const { ready, error, retry } = useBoard()
  useBoardVersion(200)
  const rows = board.rows()

  if (!ready)
    return (
      <>
        <PageHeader title={t('title')} />
        {error ? <ErrorState error={error} onRetry={retry} /> : <LoadingRows rows={6} height={72} />}
      </>
    )
  if (rows.length === 0)
    return (
      <>
        <PageHeader title={t('title')} />
        <FirstCharger />
      </>
    )

  const summary = siteSummary(rows)
  return (
    <>
      <PageHeader title={t('title')} />
      <Tiles summary={summary} />
      <div className={classes.columns}>
        <div className={classes.load}>
          <SiteLoad powerW={summary.powerW} charging={summary.charging} />
        </div>
        <Attention rows={needsAttention(rows)} total={rows.length} />
        <div className={classes.charging}>
          <ChargingNow charges={runningCharges(rows, currentRanks())} />
        </div>
      </div>
    </>
  )
}
