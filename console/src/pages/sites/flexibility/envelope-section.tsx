import { Button, Title } from '@mantine/core'
import { IconChartArrows, IconRefresh } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlexibilityEnvelope } from '../../../../../api/console/wire/flexibility.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { post } from '../../../api/request.ts'
import { useServerNow } from '../../../clock/use-server-now.ts'
import { formatEnergy, formatPower } from '../../../format/format.ts'
import { Age } from '../../../parts/age.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { Plot, type PlotSeries } from '../../../parts/plot.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { CurveTable } from '../curves/curves-tab.tsx'
import classes from '../sites.module.css'
import { refreshSites } from '../use-sites.ts'

/** How far the site could be moved; reckoned when somebody asks, since it takes the planner a while. */
export function EnvelopeSection({ site, envelope }: { site: SiteDetail; envelope: FlexibilityEnvelope | null }) {
  const { t } = useTranslation('flexibility')
  const isReckoned =
    envelope !== null &&
    !envelope.hasFailed &&
    (envelope.madeAt === null || Date.parse(envelope.madeAt) + slackMs < Date.parse(envelope.askedAt))
  const hasBlocks = envelope !== null && envelope.blocks.length > 0
  return (
    <section aria-labelledby="envelope" className={classes.section}>
      <div className={classes.treeHead}>
        <Title order={2} id="envelope" className={classes.sectionTitle}>
          {t('envelope.title')}
        </Title>
        {site.row.isLive && (
          <Needs role="operator">
            <Reckon
              siteId={site.row.id}
              label={t(hasBlocks ? 'envelope.again' : 'envelope.reckon')}
              busy={isReckoned}
            />
          </Needs>
        )}
      </div>
      <p className={classes.hint}>{t('envelope.hint')}</p>
      <p className={classes.hint} aria-live="polite">
        {isReckoned ? t('envelope.asked') : envelope?.hasFailed ? t('envelope.failed') : null}
      </p>
      {hasBlocks ? (
        <Drawn envelope={envelope} group={`envelope-${site.row.id}`} />
      ) : (
        !isReckoned && (
          <EmptyState icon={IconChartArrows} title={t('envelope.none')}>
            {t('envelope.noneText')}
          </EmptyState>
        )
      )}
    </section>
  )
}

/** A plan may have been begun a little before it was asked for. */
const slackMs = 60_000

function Reckon({ siteId, label, busy }: { siteId: number; label: string; busy: boolean }) {
  const outcome = useOutcome()
  const [asking, setAsking] = useState(false)
  async function ask() {
    setAsking(true)
    try {
      await post(`sites/${siteId}/flexibility/envelope`, {})
      await refreshSites()
    } catch (error) {
      outcome.failed(error)
    } finally {
      setAsking(false)
    }
  }
  return (
    <Button
      size="xs"
      variant="default"
      loading={asking || busy}
      leftSection={<IconRefresh size={15} aria-hidden />}
      onClick={() => void ask()}
    >
      {label}
    </Button>
  )
}

function Drawn({ envelope, group }: { envelope: FlexibilityEnvelope; group: string }) {
  const { t } = useTranslation('flexibility')
  const nowMs = useServerNow(60_000)
  const times = useMemo(() => {
    const { blocks } = envelope
    return [...blocks.map(({ from }) => Date.parse(from)), ...blocks.slice(-1).map(({ to }) => Date.parse(to))]
  }, [envelope])
  const { power, energy } = useMemo(() => {
    const { blocks } = envelope
    const held = (values: number[]) => [...values, ...values.slice(-1)]
    const of = (label: string, values: number[], format: (value: number) => string, color: 1 | 2 | 3): PlotSeries => ({
      ...{ label, values, format, color, stepped: format === formatPower },
    })
    return {
      power: [
        of(t('envelope.lowest'), held(blocks.map(({ lowestW }) => lowestW)), formatPower, 1),
        of(t('envelope.planned'), held(blocks.map(({ planW }) => planW)), formatPower, 2),
        of(t('envelope.highest'), held(blocks.map(({ highestW }) => highestW)), formatPower, 3),
      ],
      // Up to the end of each block.
      energy: [
        of(t('envelope.earliest'), [0, ...blocks.map(({ earliestWh }) => earliestWh)], formatEnergy, 3),
        of(t('envelope.latest'), [0, ...blocks.map(({ latestWh }) => latestWh)], formatEnergy, 1),
      ],
    }
  }, [envelope, t])
  return (
    <>
      {envelope.madeAt !== null && (
        <p className={classes.hint}>
          {t('envelope.madeAt')} <Age at={envelope.madeAt} />
        </p>
      )}
      <Plot label={t('envelope.power')} times={times} series={power} height={220} restMs={nowMs} group={group} />
      <Plot label={t('envelope.energy')} times={times} series={energy} height={140} restMs={nowMs} group={group} />
      <CurveTable curves={{ times }} series={[...power, ...energy]} />
    </>
  )
}
