import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ChargerEventView } from '../../../../../api/console/wire/devices.ts'
import type { device } from '../../../i18n/en/device.ts'
import { Mark } from '../../../parts/mark.tsx'
import { gravityOf, partsOf, toneOf } from './event-text.ts'

type EventTexts = (typeof device)['event']

/** Gives what an event means, where this console knows it; its parts in words otherwise. */
export function useEventTitle(): (event: Pick<ChargerEventView, 'type' | 'body'>) => string {
  const { t, i18n } = useTranslation('device')
  return ({ type, body }) => {
    const isKnown = /^\w+$/.test(type) && i18n.exists(`event.security.${type}`, { ns: 'device' })
    if (isKnown) return t(`event.security.${type as keyof EventTexts['security']}`)
    const { part, variable } = partsOf(type)
    if (variable === null) return type
    if (variable.toLowerCase() === 'problem' && String(body.value).toLowerCase() === 'true')
      return t('event.problem', { part })
    return `${part} · ${variable}`
  }
}

/** `EVSE 1, connector 2`; null for the charger as a whole. */
export function useEventPlace(): (event: Pick<ChargerEventView, 'evse' | 'connector'>) => string | null {
  const { t } = useTranslation('charger')
  return ({ evse, connector }) => {
    if (evse === null || evse === 0) return null
    return connector === null ? t('history.place', { evse }) : t('history.placeConnector', { evse, connector })
  }
}

/** How bad an event is; nothing where nobody said, or where it belongs to every day. */
export function GravityMark({ event: { type, severity } }: { event: Pick<ChargerEventView, 'type' | 'severity'> }) {
  const { t } = useTranslation('device')
  const gravity = gravityOf(severity)
  if (gravity === null || severity === null || everyday.has(type)) return null
  return (
    <Mark
      tone={toneOf[gravity]}
      icon={gravity === 'note' ? IconInfoCircle : IconAlertTriangle}
      label={t(`event.gravity.${gravity}`)}
      hint={t('event.severityHint', { severity })}
    />
  )
}

// OCPP calls these critical, because they have to be told; to people they are no alarm.
const everyday = new Set(['FirmwareUpdated', 'ResetOrReboot', 'SettingSystemTime', 'StartupOfTheDevice'])
