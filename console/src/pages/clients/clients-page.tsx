import { Button, CopyButton, Group, Text } from '@mantine/core'
import { IconApi, IconBook, IconCheck, IconCopy, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Client, ClientSecret } from '../../../../api/console/wire/administration.ts'
import { del, patch, post } from '../../api/request.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { SecretOnce } from '../../parts/secret-once.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { AddClientDialog } from './add-client-dialog.tsx'
import { ApiTokensSection } from './api-tokens-section.tsx'
import { type Asked, ClientRow } from './client-row.tsx'
import classes from './clients-page.module.css'
import { curlExample, tokenUrl } from './curl-example.ts'
import { GrantsDialog } from './grants-dialog.tsx'
import { refreshClients, useClients } from './use-clients.ts'

/** Programs that may call the depot API. */
export function ClientsPage() {
  const { t } = useTranslation('clients')
  const { t: tCommon } = useTranslation()
  const outcome = useOutcome()
  const { data, error, refetch } = useClients()
  const [adding, setAdding] = useState(false)
  const [asked, setAsked] = useState<{ what: Asked; client: Client } | null>(null)
  const [made, setMade] = useState<(ClientSecret & { name: string }) | null>(null)

  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('title')}
        below={t('below')}
        actions={
          <>
            <Button
              component="a"
              variant="default"
              href={new URL('docs/depot', document.baseURI).href}
              target="_blank"
              rel="noreferrer"
              leftSection={<IconBook size={16} aria-hidden />}
            >
              {t('docs')}
            </Button>
            {add}
          </>
        }
      />
      {!data && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={4} height={64} />}
      {data?.items.length === 0 && (
        <EmptyState icon={IconApi} title={t('empty.title')} actions={add}>
          {t('empty.text')}
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <ul className={classes.list} aria-label={t('title')}>
          {data.items.map((client) => (
            <ClientRow
              key={client.id}
              client={client}
              onAsk={(what, of) => setAsked({ what, client: of })}
              onEnable={(of) => void enable(of, true).catch(() => {})}
            />
          ))}
        </ul>
      )}

      <ApiTokensSection />
      {adding && <AddClientDialog onClose={() => setAdding(false)} onAdded={setMade} />}
      {asked && question(asked)}
      <SecretOnce
        title={t('secret.title', { name: made?.name ?? '' })}
        secrets={
          made && [
            { label: t('secret.id'), value: made.clientId },
            { label: t('secret.secret'), value: made.secret },
            { label: t('secret.url'), value: tokenUrl(document.baseURI) },
          ]
        }
        onClose={() => setMade(null)}
      >
        {made && <Example text={curlExample(document.baseURI, made)} />}
      </SecretOnce>
    </>
  )

  function question({ what, client }: { what: Asked; client: Client }) {
    const { id, name } = client
    const close = () => setAsked(null)
    if (what === 'grants') return <GrantsDialog client={client} onClose={close} />
    if (what === 'disable')
      return (
        <ConfirmDialog
          opened
          onClose={close}
          title={t('disable.title', { name })}
          action={t('disable.action')}
          onConfirm={() => enable(client, false)}
          dangerous
        >
          {t('disable.text')}
        </ConfirmDialog>
      )
    if (what === 'secret')
      return (
        <ConfirmDialog
          opened
          onClose={close}
          title={t('newSecret.title', { name })}
          action={t('newSecret.action')}
          onConfirm={() =>
            told(post<ClientSecret>(`clients/${id}/secret`).then((secret) => setMade({ ...secret, name })))
          }
          dangerous
        >
          {t('newSecret.text')}
        </ConfirmDialog>
      )
    return (
      <ConfirmDialog
        opened
        onClose={close}
        title={t('remove.title', { name })}
        action={tCommon('actions.remove')}
        onConfirm={() => told(del(`clients/${id}`).then(() => outcome.done(t('done.removed', { name }))))}
        word={name}
        dangerous
      >
        {t('remove.text')}
      </ConfirmDialog>
    )
  }

  function enable({ id, name }: Client, enabled: boolean): Promise<void> {
    return told(
      patch(`clients/${id}`, { enabled }).then(() =>
        outcome.done(t(enabled ? 'done.enabled' : 'done.disabled', { name })),
      ),
    )
  }

  /** Tells a failure, and reads the list anew in any case. */
  async function told(work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (error) {
      outcome.failed(error)
      throw error
    } finally {
      void refreshClients()
    }
  }
}

function Example({ text }: { text: string }) {
  const { t } = useTranslation('clients')
  const { t: tCommon } = useTranslation()
  return (
    <div>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={550}>
          {t('secret.example')}
        </Text>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              size="compact-sm"
              variant="subtle"
              flex="none"
              leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
              onClick={copy}
            >
              {tCommon(copied ? 'actions.copied' : 'actions.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <pre className={classes.code}>{text}</pre>
    </div>
  )
}
