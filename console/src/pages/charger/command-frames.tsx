import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandView } from '../../../../api/console/wire/chargers.ts'
import type { CommandFrames as Frames } from '../../../../api/console/wire/messages.ts'
import { get } from '../../api/request.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { hasEnded } from './command-progress.ts'
import { Frame } from './message-row.tsx'
import classes from './messages.module.css'

/** What went over the wire for a command that has ended, when somebody asks for it. */
export function CommandFrames({ command: { id, state } }: { command: CommandView }) {
  const { t } = useTranslation('charger')
  const [open, setOpen] = useState(false)
  const panel = useId()
  if (!hasEnded(state)) return null
  return (
    <div>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        onClick={() => setOpen(!open)}
      >
        {t(open ? 'commands.hideFrames' : 'commands.showFrames')}
      </Button>
      {open && (
        <div id={panel}>
          <Known id={id} />
        </div>
      )}
    </div>
  )
}

function Known({ id }: { id: number }) {
  const { t } = useTranslation('charger')
  const { data, error, refetch } = useQuery({
    queryKey: ['command', id, 'frames'],
    queryFn: ({ signal }) => get<Frames>(`commands/${id}/frames`, {}, signal),
  })
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return null
  if (data.request === null) return <p className={classes.about}>{t('commands.noFrames')}</p>
  return (
    <div className={classes.frames}>
      <Frame title={t('messages.call')} copyLabel={t('messages.copyCall')} frame={data.request} />
      {data.reply === null ? (
        <p className={classes.about}>{t('messages.noReplyYet')}</p>
      ) : (
        <Frame title={t('messages.reply')} copyLabel={t('messages.copyReply')} frame={data.reply} />
      )}
    </div>
  )
}
