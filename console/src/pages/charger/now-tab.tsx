import { Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail, ConnectorRow } from '../../../../api/console/wire/chargers.ts'
import classes from './charger.module.css'
import { useOpenSessions } from './charger-query.ts'
import { CommandList } from './command-list.tsx'
import { ConnectGuide } from './connect-guide.tsx'
import { TroubleList } from './events/troubles.tsx'
import { EvseCard } from './evse-card.tsx'
import { StartDialog } from './start-dialog.tsx'
import type { Commands } from './use-commands.ts'
import { usePowerWindow } from './use-power-window.ts'

/** What the charger does now, one card for each EVSE, and the latest commands. */
export function NowTab({ detail, commands }: { detail: ChargerDetail; commands: Commands }) {
  const { t } = useTranslation('charger')
  const [starting, setStarting] = useState<number | null>(null)
  const { row } = detail
  const sessions = useOpenSessions(row.id)
  const power = usePowerWindow(row.id, row.connectors)
  const evses = byEvse(row.connectors)
  return (
    <div className={classes.now}>
      <div className={classes.evses}>
        <TroubleList chargerId={row.id} />
        {row.state === 'never' && <ConnectGuide detail={detail} />}
        {evses.map(([evse, connectors]) => (
          <EvseCard
            key={evse}
            detail={detail}
            evse={evse}
            connectors={connectors}
            session={sessions.find(({ id }) => connectors.some(({ sessionId }) => sessionId === id))}
            points={power.get(evse) ?? []}
            commands={commands}
            onStart={() => setStarting(evse)}
          />
        ))}
        {evses.length === 0 && row.state !== 'never' && <Text c="dimmed">{t('evse.none')}</Text>}
      </div>
      <aside className={classes.side} aria-label={t('commands.title')}>
        <CommandList commands={commands.commands} />
      </aside>
      <StartDialog
        evse={starting}
        onClose={() => setStarting(null)}
        onStart={(card) => commands.send({ kind: 'start', evse: starting, card })}
      />
    </div>
  )
}

/** EVSE 0 is the charger as a whole: nothing can be plugged in there. */
function byEvse(connectors: readonly ConnectorRow[]): [number, ConnectorRow[]][] {
  const groups = Map.groupBy(
    connectors.filter(({ evse }) => evse > 0),
    ({ evse }) => evse,
  )
  return [...groups].sort(([a], [b]) => a - b)
}
