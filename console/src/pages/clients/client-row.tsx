import { ActionIcon, Menu, Switch, Text } from '@mantine/core'
import { IconChecklist, IconDots, IconKey, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Client } from '../../../../api/console/wire/administration.ts'
import { Age } from '../../parts/age.tsx'
import classes from './clients-page.module.css'
import { grantWords } from './grant-words.ts'

export type Asked = 'disable' | 'grants' | 'secret' | 'remove'

interface ClientRowProps {
  client: Client
  onAsk: (what: Asked, client: Client) => void
  onEnable: (client: Client) => void
}

/** One API client: who it is, what it may call, when it last did, and whether it may. */
export function ClientRow({ client, onAsk, onEnable }: ClientRowProps) {
  const { t } = useTranslation('clients')
  const { t: tCommon } = useTranslation()
  const { name, clientId, enabled, lastUsedAt } = client
  return (
    <li className={classes.client} data-off={!enabled || undefined}>
      <div className={classes.who}>
        <Text component="h2" className={classes.name}>
          {name}
        </Text>
        <code className={classes.id} title={t('clientId')}>
          {clientId}
        </code>
      </div>
      <div className={classes.may}>
        <strong>{t(`package.${client.package}`)}</strong>
        <span className={classes.grants}>{grantWords(t, client.grants).join(' · ')}</span>
      </div>
      <div className={classes.used}>
        <span className={classes.quiet}>{t('column.lastUsed')}</span>{' '}
        {lastUsedAt === null ? t('neverUsed') : <Age at={lastUsedAt} />}
      </div>
      <div className={classes.end}>
        <Switch
          checked={enabled}
          onChange={() => (enabled ? onAsk('disable', client) : onEnable(client))}
          label={t(enabled ? 'on' : 'off')}
          aria-label={t('switchOf', { name })}
        />
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('actionsOf', { name })}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconChecklist size={16} aria-hidden />} onClick={() => onAsk('grants', client)}>
              {t('grants.item')}
            </Menu.Item>
            <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => onAsk('secret', client)}>
              {t('newSecret.item')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              c="var(--vy-bad)"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => onAsk('remove', client)}
            >
              {tCommon('actions.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </li>
  )
}
