import { Menu, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconChevronDown, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from '../api/queries.ts'
import { post } from '../api/request.ts'
import { chooseLanguage, currentLanguage, type Language, languages } from '../i18n/language.ts'
import { useOutcome } from '../parts/use-outcome.tsx'
import classes from './account-menu.module.css'
import { leave } from './leave.ts'

/** Who is logged in, appearance, language, log out. */
export function AccountMenu() {
  const { t } = useTranslation()
  const { account } = useMe()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const navigate = useNavigate()
  const outcome = useOutcome()

  async function logOut() {
    try {
      await post('logout')
    } catch (error) {
      outcome.failed(error)
      return
    }
    await navigate({ to: '/login' })
    leave()
  }

  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton className={classes.target} aria-label={t('account.menu', { name: account.name })}>
          <IconUserCircle size={22} stroke={1.6} aria-hidden />
          <span className={classes.name}>{account.name}</span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {account.login} · {t(`role.${account.role}`)}
        </Menu.Label>
        <Menu.Item
          leftSection={<IconUserCircle size={16} aria-hidden />}
          onClick={() => void navigate({ to: '/profile' })}
        >
          {t('account.profile')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void logOut()}>
          {t('account.logOut')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('theme.label')}</Menu.Label>
        <SegmentedControl
          className={classes.switch}
          size="xs"
          fullWidth
          aria-label={t('theme.label')}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
          data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`theme.${value}`) }))}
        />
        <Menu.Label>{t('language.label')}</Menu.Label>
        <SegmentedControl
          className={classes.switch}
          size="xs"
          fullWidth
          aria-label={t('language.label')}
          value={currentLanguage()}
          onChange={(value) => void chooseLanguage(value as Language)}
          data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
        />
      </Menu.Dropdown>
    </Menu>
  )
}
