import { Button, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClock, IconSettingsCog } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProvisioningView } from '../../../../../api/console/wire/provisioning.ts'
import { post } from '../../../api/request.ts'
import type { device } from '../../../i18n/en/device.ts'
import { Age } from '../../../parts/age.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Mark, type Tone } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { PageLink } from '../../../parts/page-link.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { ProvisioningDetails } from './provisioning-details.tsx'
import { countRight } from './setting-outcomes.ts'
import classes from './settings.module.css'
import { useProvisioning } from './use-settings.ts'

type Texts = (typeof device)['provisioning']

const marks: Record<string, { tone: Tone; icon: typeof IconClock } | undefined> = {
  open: { tone: 'active', icon: IconClock },
  done: { tone: 'good', icon: IconCircleCheck },
  failed: { tone: 'bad', icon: IconAlertTriangle },
  expired: { tone: 'warn', icon: IconAlertTriangle },
  cancelled: { tone: 'quiet', icon: IconClock },
}

/** Whether the charger is set up as its template says, what came of it, and to have it done again. */
export function ProvisioningSection({ chargerId }: { chargerId: number }) {
  const { t } = useTranslation('device')
  const { data, error, refetch } = useProvisioning(chargerId)
  return (
    <section aria-labelledby="provisioning-title">
      <div className={classes.head}>
        <Title order={2} className={classes.title} id="provisioning-title">
          {t('provisioning.title')}
        </Title>
        <Needs role="operator">
          <AgainButton chargerId={chargerId} disabled={!data || data.isAsked || data.state === 'open'} />
        </Needs>
      </div>
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={2} />)}
      {data && <Known view={data} />}
    </section>
  )
}

function AgainButton({ chargerId, disabled }: { chargerId: number; disabled: boolean }) {
  const { t } = useTranslation('device')
  const client = useQueryClient()
  const outcome = useOutcome()
  const [busy, setBusy] = useState(false)
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconSettingsCog size={15} aria-hidden />}
      loading={busy}
      disabled={disabled}
      onClick={() => {
        setBusy(true)
        post(`chargers/${chargerId}/provisioning`)
          .then(() => outcome.done(t('provisioning.asked')), outcome.failed)
          .finally(() => {
            setBusy(false)
            void client.invalidateQueries({ queryKey: ['charger', chargerId, 'provisioning'] })
          })
      }}
    >
      {t('provisioning.again')}
    </Button>
  )
}

function Known({ view }: { view: ProvisioningView }) {
  const { t, i18n } = useTranslation('device')
  const [open, setOpen] = useState(false)
  const panel = useId()
  const { state, why, template, reason, startedAt, endedAt, isAsked, settings, steps } = view
  const mark = marks[state ?? '']
  const isKnownWhy = why !== null && i18n.exists(`provisioning.why.${why}`, { ns: 'device' })
  return (
    <div className={classes.provisioning}>
      <p className={classes.line}>
        {mark && state !== null && (
          <Mark tone={mark.tone} icon={mark.icon} label={t(`provisioning.state.${state as keyof Texts['state']}`)} />
        )}
        {state === null && <span>{t(isAsked ? 'provisioning.comes' : 'provisioning.never')}</span>}
        <span className={classes.dim}>
          {t('provisioning.template')}{' '}
          <PageLink to="/templates">{template === 'default' ? t('provisioning.ownTemplate') : template}</PageLink>
        </span>
        {isKnownWhy && <span className={classes.dim}>{t(`provisioning.why.${why as keyof Texts['why']}`)}</span>}
        {(endedAt ?? startedAt) !== null && (
          <span className={classes.dim}>
            <Age at={endedAt ?? startedAt} />
          </span>
        )}
      </p>
      {isAsked && state !== null && <p className={classes.dim}>{t('provisioning.comes')}</p>}
      {reason !== null && <p className={classes.reason}>{reason}</p>}
      {settings.length > 0 && (
        <p className={classes.dim}>
          {t('provisioning.right', { right: countRight(settings), count: settings.length })}
        </p>
      )}
      {steps.length + settings.length > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          aria-expanded={open || state === 'open'}
          aria-controls={panel}
          disabled={state === 'open'}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'provisioning.hide' : 'provisioning.show')}
        </Button>
      )}
      <div id={panel}>{(open || state === 'open') && <ProvisioningDetails view={view} />}</div>
    </div>
  )
}
