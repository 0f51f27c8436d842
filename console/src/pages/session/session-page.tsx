import { Button, Title } from '@mantine/core'
import { IconAlertTriangle, IconDownload, IconInfoCircle, IconPlayerStop, IconUnlink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionDetail } from '../../../../api/console/wire/sessions.ts'
import { apiUrl, RequestFailed } from '../../api/request.ts'
import { useServerNow } from '../../clock/use-server-now.ts'
import { formatEnergy } from '../../format/format.ts'
import { useOcppWords } from '../../i18n/ocpp-words.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { barrierTo } from '../charger/barrier.ts'
import { chargerQuery } from '../charger/charger-query.ts'
import { FreshCommand } from '../charger/fresh-command.tsx'
import { useCommands } from '../charger/use-commands.ts'
import { isGrave, SessionMark } from '../sessions/session-bits.tsx'
import { isOpen } from '../sessions/session-rows.ts'
import { headlineOf, placeOf } from './headline.ts'
import classes from './session.module.css'
import { SessionCost } from './session-cost.tsx'
import { SessionFacts } from './session-facts.tsx'
import { SessionPlots } from './session-plots.tsx'
import { SessionPriority } from './session-priority.tsx'
import { SessionSteering } from './session-steering.tsx'
import { Talk } from './talk.tsx'
import { Timeline } from './timeline.tsx'
import { useReadings, useSession } from './use-session.ts'

/** One session: what happened, in a sentence and in full. */
export function SessionPage() {
  const { sessionId } = useParams({ strict: false }) as { sessionId: string }
  const id = /^[1-9]\d{0,14}$/.test(sessionId) ? Number(sessionId) : null
  return id === null ? <NoSession /> : <Session key={id} id={id} />
}

function Session({ id }: { id: number }) {
  const { data: detail, error, refetch } = useSession(id)
  if (detail) return <Known detail={detail} />
  if (error instanceof RequestFailed && error.code === 'not_found') return <NoSession />
  if (error) return <ErrorState wholePage error={error} onRetry={() => void refetch()} />
  return <LoadingRows rows={6} height={64} />
}

function Known({ detail }: { detail: SessionDetail }) {
  const { t } = useTranslation('session')
  const nowMs = useServerNow(1_000)
  const { row } = detail
  return (
    <>
      <PageHeader
        title={t('title', { id: row.id })}
        above={<PageLink to="/sessions">{t('back')}</PageLink>}
        beside={<SessionMark state={row.state} />}
        actions={
          <>
            <Button
              component="a"
              variant="default"
              href={apiUrl(`sessions/${row.id}`)}
              download={`session-${row.id}.json`}
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              {t('download')}
            </Button>
            {isOpen(row) && (
              <Needs role="operator">
                <StopButton detail={detail} />
              </Needs>
            )}
          </>
        }
      />
      <p className={classes.headline}>{headlineOf(t, detail, nowMs)}</p>
      <SessionSteering detail={detail} />
      {isOpen(row) && <SessionPriority detail={detail} />}
      {isOpen(row) && <CommandOutcome detail={detail} />}
      <Flags flags={row.flags} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <Course id={row.id} />
          <section aria-labelledby="timeline-title">
            <Title order={2} className={classes.sectionTitle} id="timeline-title">
              {t('timeline.title')}
            </Title>
            <Timeline moments={detail.timeline} />
          </section>
        </div>
        <div className={classes.side}>
          <Ending detail={detail} />
          <SessionCost cost={detail.cost} />
          <SessionFacts detail={detail} />
        </div>
      </div>
      <Talk id={row.id} />
    </>
  )
}

function StopButton({ detail: { row } }: { detail: SessionDetail }) {
  const { t } = useTranslation('session')
  const { t: charger } = useTranslation('charger')
  const [asking, setAsking] = useState(false)
  const { send, sending } = useCommands(row.charger.id)
  const { data: at } = useQuery(chargerQuery(row.charger.id))
  const barrier = at ? barrierTo('stop', at) : null
  return (
    <>
      <Button
        color="red.8"
        leftSection={<IconPlayerStop size={16} aria-hidden />}
        disabled={barrier !== null}
        title={barrier === null ? undefined : charger(`why.${barrier}`)}
        loading={sending}
        onClick={() => setAsking(true)}
      >
        {t('stop.action')}
      </Button>
      {barrier !== null && <span className={classes.dim}>{charger(`why.${barrier}`)}</span>}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('stop.title')}
        action={t('stop.action')}
        onConfirm={() => send({ kind: 'stop', sessionId: row.id, evse: null })}
        dangerous
      >
        {t('stop.text', { place: placeOf(t, row), energy: formatEnergy(row.energyWh) })}
      </ConfirmDialog>
    </>
  )
}

/** What became of what anybody asked for about the session: to stop it, or to give it priority. */
function CommandOutcome({ detail: { row } }: { detail: SessionDetail }) {
  const { commands } = useCommands(row.charger.id)
  return (
    <div className={classes.outcome}>
      <FreshCommand
        commands={commands}
        isHere={({ kind, params }) =>
          (kind === 'use-priority-charging' && params.sessionId === row.id) ||
          (kind === 'stop' && (params.sessionId === row.id || (params.sessionId == null && params.evse === row.evse)))
        }
      />
    </div>
  )
}

function Flags({ flags }: { flags: readonly string[] }) {
  const { t } = useTranslation('session')
  const words = useOcppWords()
  if (flags.length === 0) return null
  return (
    <section aria-label={t('flags.title')} className={classes.flags}>
      {flags.map((flag) => {
        const Glyph = isGrave(flag) ? IconAlertTriangle : IconInfoCircle
        return (
          <div key={flag} className={classes.flag} data-grave={isGrave(flag) || undefined}>
            <Glyph size={17} aria-hidden />
            <span>
              <strong>{words.flagWord(flag)}.</strong> {words.flagMeaning(flag)}
            </span>
          </div>
        )
      })}
    </section>
  )
}

function Ending({ detail: { ending } }: { detail: SessionDetail }) {
  const { t } = useTranslation('session')
  const words = useOcppWords()
  if (ending === null) return null
  return (
    <section aria-labelledby="ending-title">
      <Title order={2} className={classes.sectionTitle} id="ending-title">
        {t('ending.title')}
      </Title>
      <p className={classes.ending}>
        <strong>{ending.reason === null ? t(`ending.by.${ending.by}`) : words.stopReason(ending.reason)}</strong>
        <br />
        {ending.reason === null ? (
          <span className={classes.dim}>{t('ending.absent')}</span>
        ) : (
          <span className={classes.dim}>
            {t(`ending.by.${ending.by}`)}, {t('ending.reported', { reason: ending.reason })}
          </span>
        )}
      </p>
    </section>
  )
}

function Course({ id }: { id: number }) {
  const { t } = useTranslation('session')
  const { points, isPending, error, refetch } = useReadings(id)
  return (
    <section aria-labelledby="course-title">
      <Title order={2} className={classes.sectionTitle} id="course-title">
        {t('plot.title')}
      </Title>
      {isPending ? (
        <LoadingRows rows={3} height={110} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SessionPlots id={id} points={points} />
      )}
    </section>
  )
}

function NoSession() {
  const { t } = useTranslation('session')
  return (
    <EmptyState
      wholePage
      icon={IconUnlink}
      title={t('notFound.title')}
      actions={<PageLink to="/sessions">{t('back')}</PageLink>}
    >
      {t('notFound.text')}
    </EmptyState>
  )
}
