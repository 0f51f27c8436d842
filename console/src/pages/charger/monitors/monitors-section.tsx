import { Button } from '@mantine/core'
import { IconAdjustments, IconEye, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import type { Monitor, Monitors } from '../../../../../api/console/wire/monitors.ts'
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { Instant } from '../../../parts/values.tsx'
import classes from '../asked-section.module.css'
import { AskedSection, SectionButton } from '../asked-section.tsx'
import { barrierTo } from '../barrier.ts'
import { useEventPlace } from '../events/event-words.tsx'
import { useAsk } from '../use-ask.ts'
import { useOwn } from '../use-own.ts'
import { BaseDialog } from './base-dialog.tsx'
import { MonitorDialog } from './monitor-dialog.tsx'
import { baseOf, levelOf, types } from './monitor-words.ts'

/** What a charger watches of itself and reports as events: read from it, set and cleared, and how much of it. */
export function MonitorsSection({ detail }: { detail: ChargerDetail }) {
  const { t } = useTranslation('monitors')
  const { id } = detail.row
  const ask = useAsk(id)
  const { data, error, refetch } = useOwn<Monitors>(id, 'monitors')
  const [dialog, setDialog] = useState<'new' | 'base' | Monitor | null>(null)
  return (
    <AskedSection
      detail={detail}
      kind="set-monitors"
      title={t('title')}
      hint={t('hint')}
      actions={(isBarred) => (
        <>
          <SectionButton
            disabled={isBarred}
            leftSection={<IconRefresh size={15} aria-hidden />}
            onClick={() => void ask({ kind: 'read-monitors' }).catch(() => {})}
          >
            {t('read')}
          </SectionButton>
          <SectionButton
            disabled={isBarred}
            leftSection={<IconAdjustments size={15} aria-hidden />}
            onClick={() => setDialog('base')}
          >
            {t('base.open')}
          </SectionButton>
          <Button
            size="xs"
            disabled={isBarred}
            leftSection={<IconEye size={15} aria-hidden />}
            onClick={() => setDialog('new')}
          >
            {t('add')}
          </Button>
        </>
      )}
    >
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={2} />)}
      {data && <Told monitors={data} />}
      {data?.items.length === 0 && <p className={classes.hint}>{t('none')}</p>}
      {data && data.items.length > 0 && (
        <ul className={classes.list} aria-label={t('title')}>
          {data.items.map((one) => (
            <MonitorRow key={one.id} monitor={one} detail={detail} onClear={() => setDialog(one)} />
          ))}
        </ul>
      )}
      {dialog === 'new' && <MonitorDialog detail={detail} onClose={() => setDialog(null)} />}
      {dialog === 'base' && data && <BaseDialog chargerId={id} told={data} onClose={() => setDialog(null)} />}
      {dialog !== null && typeof dialog === 'object' && (
        <ConfirmDialog
          opened
          onClose={() => setDialog(null)}
          title={t('clear.title')}
          action={t('clear.action')}
          onConfirm={() => ask({ kind: 'clear-monitors', ids: [dialog.id] })}
        >
          {t('clear.text', { name: `${dialog.component}.${dialog.variable}` })}
        </ConfirmDialog>
      )}
    </AskedSection>
  )
}

/** What it says of itself, where it does. */
function Told({ monitors }: { monitors: Monitors }) {
  const { t } = useTranslation('monitors')
  const [base, level] = [baseOf(monitors.base), levelOf(monitors.level)]
  if (base === null && level === null) return null
  return (
    <p className={classes.hint}>
      {base !== null && t(`base.${base}`)}
      {base !== null && level !== null && ' · '}
      {level !== null && t('level.told', { level: t(`severity.${level}`) })}
    </p>
  )
}

function MonitorRow({ monitor, detail, onClear }: { monitor: Monitor; detail: ChargerDetail; onClear: () => void }) {
  const { t } = useTranslation('monitors')
  const placeOf = useEventPlace()
  const { id, component, componentInstance, variable, variableInstance, type, value, severity, source, at } = monitor
  const known = types.find((one) => one === type)
  const level = levelOf(severity === null ? null : String(severity))
  const name = (word: string, instance: string | null) => (instance === null ? word : `${word}[${instance}]`)
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <strong>{name(variable, variableInstance)}</strong>
        <span className={classes.dim}>
          {[name(component, componentInstance), placeOf(monitor), t('number', { id })].filter(Boolean).join(' · ')}
        </span>
      </div>
      <div className={classes.words}>
        <span>{known ? t(`says.${known}`, { value: value ?? '?' }) : `${type} ${value ?? ''}`}</span>
        {monitor.inSessionsOnly && <span className={classes.dim}>{t('inSessionsOnly')}</span>}
      </div>
      <div className={classes.words}>
        {level !== null && <span>{t(`severity.${level}`)}</span>}
        <span className={classes.dim}>
          {t(`source.${source}`)} <Instant at={at} />
        </span>
      </div>
      <Needs role="operator">
        <Button
          size="xs"
          variant="default"
          disabled={barrierTo('clear-monitors', detail) !== null}
          onClick={onClear}
          aria-label={t('clear.of', { id })}
        >
          {t('clear.action')}
        </Button>
      </Needs>
    </li>
  )
}
