import { IconCircleFilled, IconCloudOff, IconLoader2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../live/use-connection.ts'
import { Mark } from '../parts/mark.tsx'
import classes from './connection-mark.module.css'

/** Whether what is shown is up to date, in the header of every page. */
export function ConnectionMark() {
  const { t } = useTranslation()
  const { state } = useConnection()
  return (
    <span className={classes.mark} data-state={state}>
      {state === 'live' && (
        <Mark plain tone="good" icon={IconCircleFilled} label={t('connection.live')} hint={t('connection.liveHint')} />
      )}
      {state === 'connecting' && <Mark plain tone="quiet" icon={IconLoader2} label={t('connection.connecting')} />}
      {state === 'offline' && <Mark plain tone="bad" icon={IconCloudOff} label={t('connection.offline')} />}
    </span>
  )
}
