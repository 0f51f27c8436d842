import { Button, Group } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClockHour4, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Activation } from '../../../../../api/console/wire/flexibility.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { post } from '../../../api/request.ts'
import { formatNumber, formatPower } from '../../../format/format.ts'
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx'
import { Mark, type Tone } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { Instant } from '../../../parts/values.tsx'
import classes from '../sites.module.css'
import { refreshSites } from '../use-sites.ts'
import { ActivationDialog } from './activation-dialog.tsx'
import { DeliveryReport } from './delivery-report.tsx'
import { ListedSection } from './listed-section.tsx'

/** What the site was ordered to deliver, newest first, and how it does. */
export function ActivationsSection({ site, activations }: { site: SiteDetail; activations: readonly Activation[] }) {
  const { t } = useTranslation('flexibility')
  const [ordering, setOrdering] = useState(false)
  return (
    <>
      <ListedSection
        site={site}
        id="activations"
        words={{
          title: t('activations.title'),
          hint: t('activations.hint'),
          none: t('activations.none'),
          add: t('activations.order'),
        }}
        onAdd={() => setOrdering(true)}
      >
        {activations.map((activation) => (
          <ActivationRow key={activation.id} siteId={site.row.id} activation={activation} />
        ))}
      </ListedSection>
      {ordering && <ActivationDialog site={site} offer={null} onClose={() => setOrdering(false)} />}
    </>
  )
}

const marks: Record<Activation['state'], { tone: Tone; icon: typeof IconPlayerStop }> = {
  acknowledged: { tone: 'quiet', icon: IconClockHour4 },
  running: { tone: 'active', icon: IconPlayerPlay },
  delivered: { tone: 'good', icon: IconCircleCheck },
  partial: { tone: 'warn', icon: IconAlertTriangle },
  cancelled: { tone: 'quiet', icon: IconPlayerStop },
}

function ActivationRow({ siteId, activation }: { siteId: number; activation: Activation }) {
  const { t } = useTranslation('flexibility')
  const outcome = useOutcome()
  const { id, state, lowW, highW, partial } = activation
  const isOpen = state === 'acknowledged' || state === 'running'
  const [cancelling, setCancelling] = useState(false)
  const [reported, setReported] = useState(state === 'running')
  const [low, high] = [formatPower(lowW), formatPower(highW)]

  async function cancel() {
    try {
      await post(`sites/${siteId}/flexibility/activations/${id}/cancel`, {})
    } catch (error) {
      outcome.failed(error)
      throw error
    }
    void refreshSites()
    outcome.done(t('activations.cancelled', { id }))
  }

  return (
    <li>
      <div className={classes.limitRow}>
        <div>
          <strong className="numbers">
            {lowW === null ? t('activations.cap', { high }) : t('activations.band', { low, high })}
          </strong>{' '}
          <Mark {...marks[state]} label={t(`activations.state.${state}`)} />
          <div className={classes.dim}>
            #{id} · {t('activations.by', { by: activation.orderedBy })} <Instant at={activation.acknowledgedAt} />
          </div>
          {partial !== null && (
            <div className={classes.bad}>
              {t('activations.partial', { reason: t(`activations.reason.${partial}`) })}
            </div>
          )}
        </div>
        <div className={classes.wrap}>
          <Instant at={activation.from} /> – <Instant at={activation.to} />
          <div className={classes.dim}>
            {activation.rampSeconds > 0 && (
              <>{t('activations.ramp', { minutes: formatNumber(activation.rampSeconds / 60, [0, 1]) })} · </>
            )}
            {t('activations.rebound')} <Instant at={activation.reboundUntil} />
          </div>
        </div>
        <Group gap="xs" className={classes.rowEnd}>
          {activation.startedAt !== null && (
            <Button size="xs" variant="default" aria-expanded={reported} onClick={() => setReported(!reported)}>
              {t(reported ? 'activations.hideReport' : 'activations.report')}
            </Button>
          )}
          {isOpen && (
            <Needs role="operator">
              <Button size="xs" variant="default" onClick={() => setCancelling(true)}>
                {t('activations.cancel')}
              </Button>
            </Needs>
          )}
        </Group>
      </div>
      {reported && activation.startedAt !== null && <DeliveryReport siteId={siteId} id={id} />}
      <ConfirmDialog
        opened={cancelling}
        dangerous
        onClose={() => setCancelling(false)}
        title={t('activations.cancelTitle', { id })}
        action={t('activations.cancel')}
        onConfirm={cancel}
      >
        {t('activations.cancelText')}
      </ConfirmDialog>
    </li>
  )
}
