import { Button, Menu } from '@mantine/core'
import {
  IconBan,
  IconChevronDown,
  IconClock,
  IconKey,
  IconLockOpen2,
  IconMessageQuestion,
  IconPencil,
  IconPower,
  IconRefresh,
  IconRefreshAlert,
  IconTrash,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../api/console/wire/chargers.ts'
import { Needs } from '../../parts/needs.tsx'
import { barrierTo } from './barrier.ts'
import type { Commands } from './use-commands.ts'

/** What the menu opens; each has its dialog in `charger-dialogs.tsx`. */
export type DialogName = 'softReset' | 'hardReset' | 'unavailable' | 'rename' | 'zone' | 'block' | 'password' | 'remove'

interface ChargerMenuProps {
  detail: ChargerDetail
  commands: Commands
  onOpen: (dialog: DialogName) => void
  onUnblock: () => void
}

const triggers = [
  'StatusNotification',
  'MeterValues',
  'TransactionEvent',
  'BootNotification',
  'Heartbeat',
  'FirmwareStatusNotification',
  'LogStatusNotification',
] as const

/** What can be asked of the whole charger, and what can be changed about it. */
export function ChargerMenu({ detail, commands, onOpen, onUnblock }: ChargerMenuProps) {
  const { t } = useTranslation('charger')
  const barrier = barrierTo('reset', detail)
  const availability = barrierTo('availability', detail)
  const isBarred = barrier !== null
  const is2 = detail.row.version?.startsWith('2') ?? false
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />} title={t('menu.label')}>
          {t('menu.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{isBarred ? t(`why.${barrier}`) : t('menu.commands')}</Menu.Label>
        <Menu.Item
          leftSection={<IconRefresh size={16} aria-hidden />}
          disabled={isBarred}
          onClick={() => onOpen('softReset')}
        >
          {t('menu.softReset')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconRefreshAlert size={16} aria-hidden />}
          disabled={isBarred}
          onClick={() => onOpen('hardReset')}
        >
          {t('menu.hardReset')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPower size={16} aria-hidden />}
          disabled={availability !== null}
          onClick={() => void commands.send({ kind: 'availability', operative: true, connector: null })}
        >
          {t('menu.makeAvailable')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPower size={16} aria-hidden />}
          disabled={availability !== null}
          onClick={() => onOpen('unavailable')}
        >
          {t('menu.makeUnavailable')}
        </Menu.Item>
        <Menu.Label>{t('menu.trigger')}</Menu.Label>
        {triggers
          .filter((one) => one !== 'TransactionEvent' || is2)
          .map((message) => (
            <Menu.Item
              key={message}
              leftSection={<IconMessageQuestion size={16} aria-hidden />}
              disabled={isBarred}
              onClick={() => void commands.send({ kind: 'trigger', message, connector: null })}
            >
              {t(`trigger.${message}`)}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Label>{t('menu.configure')}</Menu.Label>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => onOpen('rename')}>
          {t('menu.rename')}
        </Menu.Item>
        <Menu.Item leftSection={<IconClock size={16} aria-hidden />} onClick={() => onOpen('zone')}>
          {t('menu.timeZone')}
        </Menu.Item>
        <Needs role="administrator">
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => onOpen('password')}>
            {t('menu.password')}
          </Menu.Item>
        </Needs>
        {detail.row.blocked ? (
          <Menu.Item leftSection={<IconLockOpen2 size={16} aria-hidden />} onClick={onUnblock}>
            {t('menu.unblock')}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconBan size={16} aria-hidden />} onClick={() => onOpen('block')}>
            {t('menu.block')}
          </Menu.Item>
        )}
        <Needs role="administrator">
          <Menu.Item
            c="var(--vy-bad)"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => onOpen('remove')}
          >
            {t('menu.remove')}
          </Menu.Item>
        </Needs>
      </Menu.Dropdown>
    </Menu>
  )
}
