import { Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account, AccountPassword } from '../../../../api/console/wire/administration.ts'
import { useMe } from '../../api/queries.ts'
import { patch, post } from '../../api/request.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { DataTable } from '../../parts/data-table.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { SecretOnce } from '../../parts/secret-once.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { AccountBrief, useAccountColumns } from './account-columns.tsx'
import { AccountDialog } from './account-dialog.tsx'
import { AccountMenu, type Asked } from './account-menu.tsx'
import { isLastAdministrator, roles } from './account-rules.ts'
import classes from './accounts-page.module.css'
import { refreshAccounts, useAccounts } from './use-accounts.ts'

const none: Account[] = []

/** People who may log in to the console. */
export function AccountsPage() {
  const { t } = useTranslation('accounts')
  const { t: tCommon } = useTranslation()
  const outcome = useOutcome()
  const ownId = useMe().account.id
  const { data, error, refetch } = useAccounts()
  const accounts = data?.items ?? none
  const [edited, setEdited] = useState<Account | 'new' | null>(null)
  const [asked, setAsked] = useState<{ what: Asked; account: Account } | null>(null)
  const [made, setMade] = useState<AccountPassword | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `change` is made anew each time and does the same
  const menu = useCallback(
    (account: Account) => (
      <AccountMenu
        account={account}
        self={account.id === ownId}
        last={isLastAdministrator(account, accounts)}
        onEdit={() => setEdited(account)}
        onEnable={() =>
          void change(account, { enabled: true }, t('done.enabled', { name: account.name })).catch(() => {})
        }
        onAsk={(what) => setAsked({ what, account })}
      />
    ),
    [accounts, ownId, t],
  )
  const columns = useAccountColumns(ownId, menu)
  const brief = useCallback(
    (account: Account) => <AccountBrief account={account} self={account.id === ownId} menu={menu(account)} />,
    [ownId, menu],
  )

  return (
    <>
      <PageHeader
        title={t('title')}
        below={t('below')}
        actions={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            {t('add')}
          </Button>
        }
      />
      {!data && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={5} height={48} />}
      {data && (
        <>
          <DataTable<Account>
            label={t('title')}
            items={accounts}
            itemKey={idOf}
            columns={columns}
            card={brief}
            rowHeight={60}
            cardHeight={130}
          />
          <dl className={classes.roles}>
            {roles.map((role) => (
              <div key={role}>
                <dt>{tCommon(`role.${role}`)}</dt>
                <dd>{t(`roleText.${role}`)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}

      {edited && (
        <AccountDialog
          account={edited === 'new' ? null : edited}
          last={edited !== 'new' && isLastAdministrator(edited, accounts)}
          onClose={() => setEdited(null)}
          onAdded={setMade}
        />
      )}
      {asked && (
        <ConfirmDialog
          opened
          onClose={() => setAsked(null)}
          title={t(`${asked.what}.title`, { name: asked.account.name })}
          action={t(`${asked.what}.action`)}
          onConfirm={() => act(asked.what, asked.account)}
          dangerous
        >
          {t(`${asked.what}.text`)}
        </ConfirmDialog>
      )}
      <SecretOnce
        title={t('secret.title', { name: made?.login ?? '' })}
        secrets={
          made && [
            { label: t('secret.login'), value: made.login },
            { label: t('secret.password'), value: made.password },
          ]
        }
        onClose={() => setMade(null)}
      >
        <Text size="sm" c="dimmed">
          {t('secret.hint')}
        </Text>
      </SecretOnce>
    </>
  )

  function act(what: Asked, account: Account): Promise<void> {
    const { id, name } = account
    if (what === 'disable') return change(account, { enabled: false }, t('done.disabled', { name }))
    if (what === 'dropFactor') return change(account, { secondFactor: false }, t('done.factorDropped', { name }))
    return told(post<AccountPassword>(`accounts/${id}/password`).then(setMade))
  }

  function change({ id }: Account, body: { enabled?: boolean; secondFactor?: false }, text: string): Promise<void> {
    return told(patch(`accounts/${id}`, body).then(() => outcome.done(text)))
  }

  /** Tells a failure, and reads the list anew in any case. */
  async function told(work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (failure) {
      outcome.failed(failure)
      throw failure
    } finally {
      void refreshAccounts()
    }
  }
}

const idOf = ({ id }: Account) => id
