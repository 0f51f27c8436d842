import { IconCircleCheck, IconKey, IconShieldCheck, IconShieldOff, IconUserOff } from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../api/console/wire/administration.ts'
import type { Column } from '../../parts/data-table.tsx'
import { Mark } from '../../parts/mark.tsx'
import { Instant } from '../../parts/values.tsx'
import classes from './accounts-page.module.css'

/** The columns of the accounts' table; `menu` gives what can be done with one. */
export function useAccountColumns(ownId: number, menu: (account: Account) => ReactNode): Column<Account>[] {
  const { t } = useTranslation('accounts')
  const { t: tCommon } = useTranslation()
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('column.name'),
        width: 'minmax(12rem, 2fr)',
        cell: (account) => <Who account={account} self={account.id === ownId} />,
      },
      { key: 'role', title: t('column.role'), width: 'minmax(8rem, 1fr)', cell: ({ role }) => tCommon(`role.${role}`) },
      {
        key: 'lastLogin',
        title: t('column.lastLogin'),
        width: 'minmax(9rem, 1fr)',
        cell: (account) => <LastLogin account={account} />,
      },
      {
        key: 'secondFactor',
        title: t('column.secondFactor'),
        width: '8.5rem',
        cell: (account) => <SecondFactor account={account} />,
      },
      {
        key: 'status',
        title: t('column.status'),
        width: 'minmax(10rem, 1.4fr)',
        cell: (account) => <AccountStatus account={account} />,
      },
      { key: 'menu', title: t('column.actions'), hideTitle: true, width: '2.5rem', align: 'end', cell: menu },
    ],
    [t, tCommon, ownId, menu],
  )
}

/** An account on a narrow screen. */
export function AccountBrief({ account, self, menu }: { account: Account; self: boolean; menu: ReactNode }) {
  const { t } = useTranslation('accounts')
  const { t: tCommon } = useTranslation()
  return (
    <div className={classes.brief}>
      <div className={classes.words}>
        <Who account={account} self={self} />
        <div className={classes.marks}>
          <strong>{tCommon(`role.${account.role}`)}</strong>
          <AccountStatus account={account} />
        </div>
        <div className={classes.marks}>
          <span className={classes.quiet}>
            {t('column.lastLogin')}: <LastLogin account={account} />
          </span>
          <span className={classes.quiet}>
            {t('column.secondFactor')}: {t(account.secondFactor ? 'factorOn' : 'factorOff')}
          </span>
        </div>
      </div>
      {menu}
    </div>
  )
}

function Who({ account: { name, login }, self }: { account: Account; self: boolean }) {
  const { t } = useTranslation('accounts')
  return (
    <span className={classes.who}>
      <span className={classes.name}>
        {name} {self && <span className={classes.you}>({t('you')})</span>}
      </span>
      <span className={classes.login}>{login}</span>
    </span>
  )
}

// Logins are by the wall clock, which in a demo is not that of the server: no age could be right.
function LastLogin({ account: { lastLoginAt } }: { account: Account }) {
  const { t } = useTranslation('accounts')
  return lastLoginAt === null ? (
    <span className={classes.quiet}>{t('neverLoggedIn')}</span>
  ) : (
    <Instant at={lastLoginAt} />
  )
}

function SecondFactor({ account: { secondFactor } }: { account: Account }) {
  const { t } = useTranslation('accounts')
  return secondFactor ? (
    <Mark plain tone="good" icon={IconShieldCheck} label={t('factorOn')} />
  ) : (
    <Mark plain tone="quiet" icon={IconShieldOff} label={t('factorOff')} />
  )
}

function AccountStatus({ account: { enabled, mustChangePassword } }: { account: Account }) {
  const { t } = useTranslation('accounts')
  if (!enabled) return <Mark tone="bad" icon={IconUserOff} label={t('disabled')} />
  if (mustChangePassword) return <Mark tone="warn" icon={IconKey} label={t('mustChange')} />
  return <Mark tone="good" icon={IconCircleCheck} label={t('enabled')} />
}
