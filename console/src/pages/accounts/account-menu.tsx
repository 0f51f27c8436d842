import { ActionIcon, Menu, Text } from '@mantine/core'
import { IconDots, IconKey, IconPencil, IconShieldOff, IconUserCheck, IconUserOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../api/console/wire/administration.ts'
import classes from './accounts-page.module.css'

export type Asked = 'disable' | 'newPassword' | 'dropFactor'

interface AccountMenuProps {
  account: Account
  self: boolean
  /** Whether it is the last administrator, who stays one. */
  last: boolean
  onEdit: () => void
  onEnable: () => void
  onAsk: (what: Asked) => void
}

/** What can be done with an account; what cannot is explained at the end of the menu. */
export function AccountMenu({ account, self, last, onEdit, onEnable, onAsk }: AccountMenuProps) {
  const { t } = useTranslation('accounts')
  const { enabled, secondFactor, name } = account
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('actionsOf', { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
          {t('item.edit')}
        </Menu.Item>
        {!self && (
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => onAsk('newPassword')}>
            {t('item.newPassword')}
          </Menu.Item>
        )}
        {!self && secondFactor && (
          <Menu.Item leftSection={<IconShieldOff size={16} aria-hidden />} onClick={() => onAsk('dropFactor')}>
            {t('item.dropFactor')}
          </Menu.Item>
        )}
        <Menu.Divider />
        {enabled ? (
          <Menu.Item
            c="var(--vy-bad)"
            disabled={last || self}
            leftSection={<IconUserOff size={16} aria-hidden />}
            onClick={() => onAsk('disable')}
          >
            {t('item.disable')}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconUserCheck size={16} aria-hidden />} onClick={onEnable}>
            {t('item.enable')}
          </Menu.Item>
        )}
        {(last || self) && (
          <Text size="xs" className={classes.why}>
            {t(last ? 'lastAdministrator' : 'yourself')}
          </Text>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
