import { Popover, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
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
  const [opened, { toggle, close }] = useDisclosure(false)
  const navigate = useNavigate()
  const outcome = useOutcome()
  const label = t('account.menu', { name: account.name })

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
    <Popover
      opened={opened}
      onDismiss={close}
      position="bottom-end"
      width={264}
      shadow="md"
      withinPortal={false}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <UnstyledButton className={classes.target} aria-label={label} onClick={toggle}>
          <IconUserCircle size={22} stroke={1.6} aria-hidden />
          <span className={classes.name}>{account.name}</span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.menu} aria-label={label}>
        <div className={classes.who}>
          {account.login} · {t(`role.${account.role}`)}
        </div>
        <UnstyledButton
          className={classes.item}
          onClick={() => {
            close()
            void navigate({ to: '/profile' })
          }}
        >
          <IconUserCircle size={17} stroke={1.7} aria-hidden />
          {t('account.profile')}
        </UnstyledButton>
        <UnstyledButton className={classes.item} onClick={() => void logOut()}>
          <IconLogout size={17} stroke={1.7} aria-hidden />
          {t('account.logOut')}
        </UnstyledButton>
        <hr className={classes.line} />
        <div className={classes.who}>{t('theme.label')}</div>
        <SegmentedControl
          className={classes.switch}
          size="xs"
          aria-label={t('theme.label')}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
          data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`theme.${value}`) }))}
        />
        <div className={classes.who}>{t('language.label')}</div>
        <SegmentedControl
          className={classes.switch}
          size="xs"
          aria-label={t('language.label')}
          value={currentLanguage()}
          onChange={(value) => void chooseLanguage(value as Language)}
          data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
