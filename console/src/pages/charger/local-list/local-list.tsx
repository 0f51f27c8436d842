import { Button, Switch, Title } from '@mantine/core'
import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconClock,
  IconQuestionMark,
  IconRefresh,
  IconSend,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import type { LocalList } from '../../../../../api/console/wire/local-lists.ts'
import { patch, post } from '../../../api/request.ts'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Mark, type Tone } from '../../../parts/mark.tsx'
import { useRole } from '../../../parts/use-role.ts'
import { useTold } from '../../../parts/use-told.ts'
import { Instant } from '../../../parts/values.tsx'
import { barrierTo } from '../barrier.ts'
import { useAsk } from '../use-ask.ts'
import { useOwn } from '../use-own.ts'
import classes from './local-list.module.css'

const looks: Record<LocalList['state'], { tone: Tone; icon: Icon }> = {
  unknown: { tone: 'quiet', icon: IconQuestionMark },
  current: { tone: 'good', icon: IconCircleCheck },
  outdated: { tone: 'warn', icon: IconClock },
  failed: { tone: 'bad', icon: IconAlertTriangle },
  unsupported: { tone: 'quiet', icon: IconBan },
}

/** The cards that a charger goes by while it cannot ask, and whether the server keeps them. */
export function LocalListSection({ detail }: { detail: ChargerDetail }) {
  const { t } = useTranslation('access')
  const { data, error, refetch } = useOwn<LocalList>(detail.row.id, 'local-list')
  return (
    <section aria-labelledby="local-list-title">
      <Title order={2} className={classes.title} id="local-list-title">
        {t('list.title')}
      </Title>
      <p className={classes.hint}>{t('list.hint')}</p>
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={2} />)}
      {data && <Known list={data} detail={detail} />}
    </section>
  )
}

function Known({ list, detail }: { list: LocalList; detail: ChargerDetail }) {
  const { t } = useTranslation('access')
  const { t: charger } = useTranslation('charger')
  const { may } = useRole()
  const client = useQueryClient()
  const { id } = detail.row
  const told = useTold(() => client.invalidateQueries({ queryKey: ['charger', id, 'local-list'] }))
  const [busy, setBusy] = useState(false)
  const barrier = barrierTo('read-local-list-version', detail)
  const ask = useAsk(id)
  const { mode, state, reason, version, confirmedVersion, cards, acceptedAt } = list
  const isKept = mode === 'automatic'

  function act(work: Promise<unknown>, done: string) {
    setBusy(true)
    told(work, done)
      .catch(() => {})
      .finally(() => setBusy(false))
  }

  return (
    <>
      <div className={classes.line}>
        <Mark {...looks[state]} label={t(`list.state.${state}`)} />
        {state !== 'unsupported' && state !== 'unknown' && <span>{t('list.cards', { count: cards })}</span>}
        {acceptedAt !== null && (
          <span className={classes.dim}>
            {t('list.accepted')} <Instant at={acceptedAt} />
          </span>
        )}
        {version > 0 && (
          <span className={classes.dim}>{t('list.version', { version, confirmed: confirmedVersion ?? '–' })}</span>
        )}
      </div>
      {reason !== null && <p className={classes.reason}>{t('list.reason', { reason })}</p>}
      {may('operator') && (
        <div className={classes.line}>
          <Switch
            checked={isKept}
            disabled={busy}
            label={t('list.keep')}
            description={t(isKept ? 'list.keptHint' : 'list.notKeptHint')}
            onChange={() =>
              act(
                patch(`chargers/${id}/local-list`, { mode: isKept ? 'off' : 'automatic' }),
                t(isKept ? 'list.notKept' : 'list.kept'),
              )
            }
          />
          <Button
            variant="default"
            size="xs"
            leftSection={<IconSend size={15} aria-hidden />}
            loading={busy}
            disabled={barrier !== null || state === 'unsupported'}
            title={barrier === null ? undefined : charger(`why.${barrier}`)}
            onClick={() => act(post(`chargers/${id}/local-list/send`), t('list.sent'))}
          >
            {t('list.send')}
          </Button>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconRefresh size={15} aria-hidden />}
            disabled={barrier !== null || state === 'unsupported'}
            title={barrier === null ? undefined : charger(`why.${barrier}`)}
            onClick={() => void ask({ kind: 'read-local-list-version' }).catch(() => {})}
          >
            {t('list.read')}
          </Button>
        </div>
      )}
    </>
  )
}
