import { ActionIcon, Button, Group, Text, Title } from '@mantine/core'
import { IconBook, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiToken, MadeApiToken } from '../../../../api/console/wire/administration.ts'
import { del } from '../../api/request.ts'
import { Age } from '../../parts/age.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { SecretOnce } from '../../parts/secret-once.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { AddApiTokenDialog } from './add-api-token-dialog.tsx'
import classes from './clients-page.module.css'
import { refreshApiTokens, useApiTokens } from './use-api-tokens.ts'

/** Tokens of the platform API, beside the clients of the depot API. */
export function ApiTokensSection() {
  const { t } = useTranslation('clients')
  const { t: tCommon } = useTranslation()
  const outcome = useOutcome()
  const { data, error, refetch } = useApiTokens()
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<MadeApiToken | null>(null)
  const [removing, setRemoving] = useState<ApiToken | null>(null)

  return (
    <section aria-labelledby="api-tokens">
      <Group justify="space-between" mt="xl" mb="sm">
        <div>
          <Title order={2} size="h4" id="api-tokens">
            {t('tokens.title')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('tokens.below')}
          </Text>
        </div>
        <Group gap="sm">
          <Button
            component="a"
            variant="default"
            href={new URL('docs/platform', document.baseURI).href}
            target="_blank"
            rel="noreferrer"
            leftSection={<IconBook size={16} aria-hidden />}
          >
            {t('tokens.docs')}
          </Button>
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {t('tokens.add')}
          </Button>
        </Group>
      </Group>
      {!data && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('tokens.none')}
        </Text>
      )}
      {data && data.items.length > 0 && (
        <ul className={classes.list} aria-labelledby="api-tokens">
          {data.items.map((token) => (
            <li key={token.id} className={classes.client}>
              <Text className={classes.name}>{token.name}</Text>
              <div className={classes.may}>
                <span className={classes.quiet}>
                  {t('tokens.since')} <Age at={token.createdAt} />
                </span>
              </div>
              <div className={classes.used}>
                <span className={classes.quiet}>{t('column.lastUsed')}</span>{' '}
                {token.lastUsedAt === null ? t('neverUsed') : <Age at={token.lastUsedAt} />}
              </div>
              <div className={classes.end}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="lg"
                  aria-label={t('tokens.removeOf', { name: token.name })}
                  onClick={() => setRemoving(token)}
                >
                  <IconTrash size={18} aria-hidden />
                </ActionIcon>
              </div>
            </li>
          ))}
        </ul>
      )}

      {adding && <AddApiTokenDialog onClose={() => setAdding(false)} onAdded={setMade} />}
      {removing && (
        <ConfirmDialog
          opened
          onClose={() => setRemoving(null)}
          title={t('remove.title', { name: removing.name })}
          action={tCommon('actions.remove')}
          onConfirm={() => remove(removing)}
          word={removing.name}
          dangerous
        >
          {t('remove.text')}
        </ConfirmDialog>
      )}
      <SecretOnce
        title={t('tokens.made', { name: made?.name ?? '' })}
        secrets={made && [{ label: t('tokens.token'), value: made.token }]}
        onClose={() => setMade(null)}
      />
    </section>
  )

  async function remove({ id, name }: ApiToken): Promise<void> {
    try {
      await del(`api-tokens/${id}`)
      outcome.done(t('done.removed', { name }))
    } catch (failure) {
      outcome.failed(failure)
      throw failure
    } finally {
      void refreshApiTokens()
    }
  }
}
