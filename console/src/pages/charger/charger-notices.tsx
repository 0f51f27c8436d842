import { IconAlertTriangle, IconBan, IconPlugConnectedX, IconUnlink } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../api/console/wire/chargers.ts'
import { useServerNow } from '../../clock/use-server-now.ts'
import { formatTime } from '../../format/format.ts'
import { useOcppWords } from '../../i18n/ocpp-words.ts'
import { durationWords } from '../session/duration-words.ts'
import classes from './charger.module.css'

/** What keeps this charger from doing its work. */
export function Notices({ detail }: { detail: ChargerDetail }) {
  const { t } = useTranslation('charger')
  const { row, registration, commandedAvailability, clockOffsetSeconds } = detail
  const isClockWrong = clockOffsetSeconds !== null && Math.abs(clockOffsetSeconds) > 60
  return (
    <div className={classes.notices}>
      {row.state === 'offline' && <OfflineNotice detail={detail} />}
      {row.blocked && <Notice icon={IconBan}>{t('blockedHint')}</Notice>}
      {registration !== 'accepted' && <Notice icon={IconAlertTriangle}>{t(registration)}</Notice>}
      {commandedAvailability === 'inoperative' && <Notice icon={IconUnlink}>{t('outOfService')}</Notice>}
      {isClockWrong && (
        <Notice icon={IconAlertTriangle}>
          {t('clockWrong', { offset: durationWords(Math.abs(clockOffsetSeconds) * 1_000) })}
        </Notice>
      )}
    </div>
  )
}

function Notice({ icon: Glyph, children }: { icon: typeof IconBan; children: string }) {
  return (
    <div role="note" className={classes.notice}>
      <Glyph size={18} aria-hidden />
      <div>{children}</div>
    </div>
  )
}

function OfflineNotice({ detail: { row, link } }: { detail: ChargerDetail }) {
  const { t } = useTranslation('charger')
  const words = useOcppWords()
  const nowMs = useServerNow(60_000)
  const since = link?.at ?? row.since ?? row.heardAt
  const code = /^\d{4}/.exec(link?.reason ?? '')?.[0]
  const meaning = code === undefined ? null : words.closeMeaning(code)
  return (
    <div role="note" className={classes.notice} data-tone="bad">
      <IconPlugConnectedX size={18} aria-hidden />
      <div>
        <strong>{t('offline.title', { time: since === null ? '–' : formatTime(since, { nowMs }) })}</strong>
        <p>
          {t('offline.text')} {meaning !== null && t('offline.why', { code, meaning })}
        </p>
      </div>
    </div>
  )
}
