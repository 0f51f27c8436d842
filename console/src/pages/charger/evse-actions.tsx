import { ActionIcon, Button, Menu, Text } from '@mantine/core'
import { IconBolt, IconDots, IconLockOpen2, IconPlayerStop, IconPower } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail, ConnectorRow } from '../../../../api/console/wire/chargers.ts'
import { formatEnergy } from '../../format/format.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { barrierTo } from './barrier.ts'
import classes from './charger.module.css'
import type { Commands } from './use-commands.ts'

interface PartProps {
  detail: ChargerDetail
  evse: number
  connectors: readonly ConnectorRow[]
  commands: Commands
}

/** What can be asked of an EVSE at any time: to start, to stop, to let the plug go. */
export function EvseActions({ detail, evse, connectors, commands, onStart }: PartProps & { onStart: () => void }) {
  const { t } = useTranslation('charger')
  const [asking, setAsking] = useState<'stop' | 'unlock' | null>(null)
  const running = connectors.find(({ sessionId }) => sessionId !== null)
  const unlockable = connectors.find(({ sessionId }) => sessionId !== null) ?? connectors[0]
  const barrier = barrierTo('start', detail)
  const stopText = t('stop.text', { evse, energy: formatEnergy(running?.energyWh ?? 0) })
  const unlock = () => commands.send({ kind: 'unlock', connector: unlockable?.number ?? evse })
  return (
    <div>
      <div className={classes.actions}>
        {running ? (
          <Button
            leftSection={<IconPlayerStop size={16} aria-hidden />}
            variant="default"
            disabled={barrier !== null}
            onClick={() => setAsking('stop')}
          >
            {t('evse.stop')}
          </Button>
        ) : (
          <Button leftSection={<IconBolt size={16} aria-hidden />} disabled={barrier !== null} onClick={onStart}>
            {t('evse.start')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconLockOpen2 size={16} aria-hidden />}
          disabled={barrier !== null || !unlockable}
          onClick={() => (running ? setAsking('unlock') : void unlock())}
        >
          {t('evse.unlock')}
        </Button>
      </div>
      {barrier !== null && (
        <Text size="xs" c="dimmed" mt={6}>
          {t(`why.${barrier}`)}
        </Text>
      )}
      <ConfirmDialog
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={asking === 'unlock' ? `${t('evse.unlock')}?` : t('stop.title')}
        action={asking === 'unlock' ? t('evse.unlock') : t('stop.action')}
        onConfirm={() =>
          asking === 'unlock'
            ? unlock()
            : commands.send({ kind: 'stop', sessionId: running?.sessionId ?? null, evse: running ? null : evse })
        }
      >
        {stopText}
      </ConfirmDialog>
    </div>
  )
}

/** What is asked of an EVSE now and then. */
export function EvseMenu({ detail, evse, connectors, commands }: PartProps) {
  const { t } = useTranslation('charger')
  const barrier = barrierTo('availability', detail)
  const number = connectors[0]?.number ?? evse
  const ask = (operative: boolean) => void commands.send({ kind: 'availability', operative, connector: number })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('evse.more', { evse })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {barrier !== null && <Menu.Label>{t(`why.${barrier}`)}</Menu.Label>}
        <Menu.Item
          leftSection={<IconPower size={16} aria-hidden />}
          disabled={barrier !== null}
          onClick={() => ask(true)}
        >
          {t('evse.makeAvailable')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPower size={16} aria-hidden />}
          disabled={barrier !== null}
          onClick={() => ask(false)}
        >
          {t('evse.makeUnavailable')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
