import { Text } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnknownCharger, WelcomedCharger } from '../../../../api/console/wire/provisioning.ts'
import { del } from '../../api/request.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { SecretOnce } from '../../parts/secret-once.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { AcceptDialog } from './accept-dialog.tsx'
import classes from './unknown-chargers-page.module.css'
import { UnknownRow } from './unknown-row.tsx'
import { refreshUnknownChargers, useUnknownChargers } from './use-unknown-chargers.ts'

/** Chargers that try to connect and are not known: to be taken in, or forgotten. */
export function UnknownChargersPage() {
  const { t } = useTranslation('unknown')
  const outcome = useOutcome()
  const { data, error, refetch } = useUnknownChargers()
  const [accepting, setAccepting] = useState<UnknownCharger | null>(null)
  const [made, setMade] = useState<WelcomedCharger | null>(null)

  function welcomed(charger: WelcomedCharger) {
    const { identity, password, until } = charger
    if (password !== null) setMade(charger)
    else outcome.done(t(until === null ? 'accept.done' : 'accept.awaited', { identity }))
  }

  function dismiss({ id, identity }: UnknownCharger) {
    del(`unknown-chargers/${id}`)
      .then(() => outcome.done(t('dismissed', { identity })), outcome.failed)
      .finally(() => void refreshUnknownChargers())
  }

  return (
    <>
      <PageHeader title={t('title')} below={t('below')} />
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={4} />)}
      {data?.items.length === 0 && (
        <EmptyState icon={IconInbox} title={t('none')} tone="good">
          {t('noneText')}
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <ul className={classes.list} aria-label={t('title')}>
          {data.items.map((charger) => (
            <li key={charger.id}>
              <UnknownRow charger={charger} onAccept={() => setAccepting(charger)} onDismiss={() => dismiss(charger)} />
            </li>
          ))}
        </ul>
      )}
      {accepting && <AcceptDialog charger={accepting} onClose={() => setAccepting(null)} onWelcomed={welcomed} />}
      <SecretOnce
        title={t('accept.enter', { identity: made?.identity ?? '' })}
        secrets={
          made && [
            { label: t('accept.user'), value: made.identity },
            { label: t('accept.password'), value: made.password ?? '' },
          ]
        }
        onClose={() => setMade(null)}
      >
        <Text size="sm" c="dimmed">
          {t('accept.next')} {made?.id && <PageLink to={`/chargers/${made.id}`}>{t('accept.open')}</PageLink>}
        </Text>
      </SecretOnce>
    </>
  )
}
