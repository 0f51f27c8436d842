import { Button, Title } from '@mantine/core'
import { IconAlertTriangle, IconArrowBackUp, IconPlayerPause, IconPlayerPlay, IconUnlink } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Static } from 'typebox'
import type { CampaignDetail, UndoneCampaign } from '../../../../api/console/wire/firmware.ts'
import { patch, post, RequestFailed } from '../../api/request.ts'
import { formatNumber } from '../../format/format.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { Instant } from '../../parts/values.tsx'
import { CampaignMark, MemberMark, type MemberState } from './campaign-mark.tsx'
import classes from './firmware.module.css'
import { reasonText } from './reason-text.ts'
import { refreshFirmware, useCampaign, useFirmware } from './use-firmware.ts'

/** One roll-out: how far it is, and what became of each charger. */
export function CampaignPage() {
  const { campaignId } = useParams({ strict: false }) as { campaignId: string }
  const id = /^[1-9]\d{0,14}$/.test(campaignId) ? Number(campaignId) : null
  return id === null ? <NoCampaign /> : <Loaded key={id} id={id} />
}

function Loaded({ id }: { id: number }) {
  const { data, error, refetch } = useCampaign(id)
  if (data) return <Known campaign={data} />
  if (error instanceof RequestFailed && error.code === 'not_found') return <NoCampaign />
  if (error) return <ErrorState wholePage error={error} onRetry={() => void refetch()} />
  return <LoadingRows rows={6} height={48} />
}

const states: readonly MemberState[] = ['done', 'asked', 'waiting', 'failed', 'skipped']

function Known({ campaign }: { campaign: CampaignDetail }) {
  const { t } = useTranslation('firmware')
  const { data } = useFirmware()
  const { name, plan, chargers, reason } = campaign
  const version = data?.items.find(({ id }) => id === campaign.firmwareId)?.version ?? '–'
  const waves = [...new Set(chargers.map(({ wave }) => wave))].sort((a, b) => a - b)
  return (
    <>
      <PageHeader
        title={name}
        above={<PageLink to="/firmware">{t('title')}</PageLink>}
        beside={<CampaignMark state={campaign.state} />}
        below={t('version', { version })}
        actions={
          <Needs role="operator">
            <Actions campaign={campaign} />
          </Needs>
        }
      />
      {reason !== null && (
        <p className={classes.note} data-tone="warn" role="note">
          <IconAlertTriangle size={17} aria-hidden />
          <span>{t('stoppedBecause', { reason })}</span>
        </p>
      )}
      <p className={classes.counts}>
        {states
          .map((state) => ({ state, count: chargers.filter((one) => one.state === state).length }))
          .filter(({ count }) => count > 0)
          .map(({ state, count }) => (
            <MemberMark key={state} state={state} count={count} />
          ))}
      </p>
      <p className={classes.hint}>
        {t('plan.stop', { percent: plan.stopAtFailurePercent })}{' '}
        {t('plan.hours', { hours: formatNumber(plan.waveHours, [0, 1]) })}{' '}
        {plan.installAt === null ? (
          t('plan.atOnce')
        ) : (
          <>
            {t('plan.installAt')} <Instant at={plan.installAt} />.
          </>
        )}
      </p>
      {waves.map((wave) => (
        <Wave key={wave} wave={wave} members={chargers.filter((one) => one.wave === wave)} />
      ))}
    </>
  )
}

/** So many chargers of a wave are shown at first, those that need a look before the others. */
const mostAtFirst = 50
const urgency: readonly MemberState[] = ['failed', 'asked', 'skipped', 'waiting', 'done']

function Wave({ wave, members }: { wave: number; members: CampaignDetail['chargers'] }) {
  const { t } = useTranslation('firmware')
  const [all, setAll] = useState(false)
  const sorted = members.toSorted((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state))
  return (
    <section aria-labelledby={`wave-${wave}`} className={classes.section}>
      <Title order={2} className={classes.title} id={`wave-${wave}`}>
        {t('wave', { wave, count: members.length })}
      </Title>
      <ul className={classes.list} aria-labelledby={`wave-${wave}`}>
        {sorted.slice(0, all ? undefined : mostAtFirst).map((one) => (
          <MemberRow key={one.id} member={one} />
        ))}
      </ul>
      {!all && members.length > mostAtFirst && (
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setAll(true)}>
          {t('showAll', { count: members.length })}
        </Button>
      )}
    </section>
  )
}

function MemberRow({ member }: { member: CampaignDetail['chargers'][number] }) {
  const { t } = useTranslation('firmware')
  const { id, identity, state, reason, fromVersion, askedAt, endedAt } = member
  return (
    <li className={classes.row}>
      <span className={classes.name}>
        <PageLink to={`/chargers/${id}`} search={{ tab: 'commands' }}>
          {identity}
        </PageLink>
      </span>
      <span className={classes.middle}>
        <MemberMark state={state} />
        {reason !== null && <span>{reasonText(t, reason)}</span>}
      </span>
      <span className={classes.dim}>
        {t('had', { version: fromVersion ?? '–' })}
        {(endedAt ?? askedAt) !== null && (
          <>
            {' · '}
            <Instant at={endedAt ?? askedAt} />
          </>
        )}
      </span>
    </li>
  )
}

function Actions({ campaign: { id, name, state, chargers } }: { campaign: CampaignDetail }) {
  const { t } = useTranslation('firmware')
  const outcome = useOutcome()
  const [asking, setAsking] = useState<'cancel' | 'undo' | null>(null)
  const isUnderWay = state === 'running' || state === 'paused'
  const updated = chargers.filter((one) => one.state === 'done').length

  async function told<T>(work: Promise<T>, done: (result: T) => string) {
    try {
      outcome.done(done(await work))
    } catch (error) {
      outcome.failed(error)
      throw error
    } finally {
      void refreshFirmware()
    }
  }
  const change = (to: 'running' | 'paused' | 'cancelled') =>
    told(patch(`firmware-campaigns/${id}`, { state: to }), () => t(`changed.${to}`))

  return (
    <>
      {state === 'running' && (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          onClick={() => void change('paused').catch(() => {})}
        >
          {t('act.pause')}
        </Button>
      )}
      {state === 'paused' && (
        <Button
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={() => void change('running').catch(() => {})}
        >
          {t('act.goOn')}
        </Button>
      )}
      {isUnderWay && (
        <Button variant="default" onClick={() => setAsking('cancel')}>
          {t('act.cancel')}
        </Button>
      )}
      {!isUnderWay && updated > 0 && (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          onClick={() => setAsking('undo')}
        >
          {t('act.undo')}
        </Button>
      )}
      <ConfirmDialog
        opened={asking === 'cancel'}
        onClose={() => setAsking(null)}
        title={t('cancel.title', { name })}
        action={t('act.cancel')}
        onConfirm={() => change('cancelled')}
        dangerous
      >
        {t('cancel.text')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'undo'}
        onClose={() => setAsking(null)}
        title={t('undo.title', { name })}
        action={t('act.undo')}
        onConfirm={() =>
          told(post<Static<typeof UndoneCampaign>>(`firmware-campaigns/${id}/undo`), ({ left }) =>
            left.length === 0 ? t('undo.done') : t('undo.partly', { count: left.length }),
          )
        }
        dangerous
      >
        {t('undo.text', { count: updated })}
      </ConfirmDialog>
    </>
  )
}

function NoCampaign() {
  const { t } = useTranslation('firmware')
  return (
    <EmptyState
      wholePage
      icon={IconUnlink}
      title={t('notFound.title')}
      actions={<PageLink to="/firmware">{t('title')}</PageLink>}
    >
      {t('notFound.text')}
    </EmptyState>
  )
}
