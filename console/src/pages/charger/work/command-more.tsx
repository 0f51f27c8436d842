import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandView } from '../../../../../api/console/wire/chargers.ts'
import { Age } from '../../../parts/age.tsx'
import { Needs } from '../../../parts/needs.tsx'
import type { Commands } from '../use-commands.ts'
import classes from './work.module.css'

/** What else is known of a command, and to take back one that was not sent yet. */
export function CommandMore({ command, commands }: { command: CommandView; commands: Commands }) {
  const { t } = useTranslation('device')
  const [busy, setBusy] = useState(false)
  const { kind, state, waits, attempts, action, deadlineAt } = command
  const isOpen = state === 'queued' || state === 'sent'
  return (
    <div className={classes.more}>
      {action !== null && kind !== 'custom' && <code>{action}</code>}
      {attempts > 1 && <span>{t('command.attempts', { count: attempts })}</span>}
      {isOpen && (
        <span>
          {t(waits ? 'command.waits' : 'command.until')} <Age at={deadlineAt} ahead />
        </span>
      )}
      {state === 'queued' && (
        <Needs role="operator">
          <Button
            size="compact-xs"
            variant="default"
            loading={busy}
            onClick={() => {
              setBusy(true)
              void commands.cancel(command.id).finally(() => setBusy(false))
            }}
          >
            {t('command.cancel')}
          </Button>
        </Needs>
      )}
    </div>
  )
}
