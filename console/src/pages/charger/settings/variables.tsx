import { Button, Title } from '@mantine/core'
import { IconAdjustments, IconFilterOff, IconLock, IconPencil, IconRefresh } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail, CommandView } from '../../../../../api/console/wire/chargers.ts'
import type { Variable } from '../../../../../api/console/wire/provisioning.ts'
import { post } from '../../../api/request.ts'
import { Age } from '../../../parts/age.tsx'
import { type Column, DataTable } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { FilterBar } from '../../../parts/filter-bar.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { useRole } from '../../../parts/use-role.ts'
import { useUrlState } from '../../../parts/use-url-state.ts'
import { useEventPlace } from '../events/event-words.tsx'
import classes from './settings.module.css'
import { useVariables } from './use-settings.ts'
import { VariableDialog } from './variable-dialog.tsx'
import { canBeChanged, foundAmong, keyOf, nameOf, partOf } from './variable-list.ts'

/** All settings of a charger as it told them: found, read again and changed. */
export function VariablesSection({ detail: { row } }: { detail: ChargerDetail }) {
  const { t } = useTranslation('device')
  const [url, setUrl] = useUrlState({ q: '', only: '' })
  const [busy, setBusy] = useState(false)
  const outcome = useOutcome()

  function readAgain() {
    setBusy(true)
    post<CommandView>(`chargers/${row.id}/variables/read`, {})
      .then(() => outcome.done(t('settings.reading')), outcome.failed)
      .finally(() => setBusy(false))
  }

  return (
    <section aria-labelledby="variables-title">
      <div className={classes.head}>
        <Title order={2} className={classes.title} id="variables-title">
          {t('settings.title')}
        </Title>
        <Needs role="operator">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={15} aria-hidden />}
            loading={busy}
            disabled={!row.connected}
            onClick={readAgain}
          >
            {t('settings.readAgain')}
          </Button>
        </Needs>
      </div>
      <FilterBar
        search={{ value: url.q, onChange: (q) => setUrl({ q }), label: t('settings.search') }}
        chipsLabel={t('settings.filter')}
        chips={[
          {
            key: 'changeable',
            label: t('settings.changeable'),
            active: url.only === 'changeable',
            onToggle: () => setUrl({ only: url.only === '' ? 'changeable' : '' }),
          },
        ]}
      />
      <Found
        chargerId={row.id}
        isKeyed={row.version === '1.6'}
        q={url.q}
        onlyChangeable={url.only === 'changeable'}
        onClear={() => setUrl({ q: '', only: '' })}
      />
    </section>
  )
}

interface FoundProps {
  chargerId: number
  isKeyed: boolean
  q: string
  onlyChangeable: boolean
  onClear: () => void
}

function Found({ chargerId, isKeyed, q, onlyChangeable, onClear }: FoundProps) {
  const { t } = useTranslation('device')
  const { t: common } = useTranslation()
  const { data, error, refetch } = useVariables(chargerId)
  const [changing, setChanging] = useState<Variable | null>(null)
  const columns = useColumns(isKeyed, setChanging)
  const found = useMemo(() => foundAmong(data?.items ?? [], q, onlyChangeable), [data, q, onlyChangeable])
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows />
  if (data.items.length === 0)
    return (
      <EmptyState icon={IconAdjustments} title={t('settings.none')}>
        {t('settings.noneText')}
      </EmptyState>
    )
  if (found.length === 0)
    return (
      <EmptyState
        icon={IconFilterOff}
        title={common('empty.filtered')}
        actions={
          <Button variant="default" onClick={onClear}>
            {common('actions.clearAll')}
          </Button>
        }
      />
    )
  return (
    <>
      <DataTable
        label={t('settings.title')}
        items={found}
        itemKey={keyOf}
        columns={columns}
        rowHeight={56}
        card={(variable) => <VariableCard variable={variable} isKeyed={isKeyed} onChange={setChanging} />}
      />
      {changing && (
        <VariableDialog chargerId={chargerId} variable={changing} isKeyed={isKeyed} onClose={() => setChanging(null)} />
      )}
    </>
  )
}

function useColumns(isKeyed: boolean, onChange: (variable: Variable) => void): readonly Column<Variable>[] {
  const { t } = useTranslation('device')
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('settings.name'),
        width: 'minmax(12rem, 3fr)',
        cell: (variable) => <Name variable={variable} isKeyed={isKeyed} />,
      },
      {
        key: 'value',
        title: t('settings.value'),
        width: 'minmax(8rem, 3fr)',
        cell: (variable) => <Value variable={variable} />,
      },
      {
        key: 'at',
        title: t('settings.told'),
        width: '8rem',
        cell: ({ observedAt }) => <Age at={observedAt} />,
      },
      {
        key: 'change',
        title: t('settings.set'),
        hideTitle: true,
        width: '8rem',
        align: 'end',
        cell: (variable) => <ChangeButton variable={variable} isKeyed={isKeyed} onChange={onChange} />,
      },
    ],
    [t, isKeyed, onChange],
  )
}

interface OneProps {
  variable: Variable
  isKeyed: boolean
}

function Name({ variable, isKeyed }: OneProps) {
  const placeOf = useEventPlace()
  const place = placeOf(variable)
  const part = isKeyed && variable.key !== null ? null : partOf(variable)
  const about = [part, place].filter((text) => text !== null).join(' · ')
  return (
    <div className={classes.name}>
      <div className={classes.ellipsis} title={nameOf(variable, isKeyed)}>
        {nameOf(variable, isKeyed)}
      </div>
      {about !== '' && <div className={classes.dim}>{about}</div>}
    </div>
  )
}

function Value({ variable: { value, unit } }: { variable: Variable }) {
  const { t } = useTranslation('device')
  if (value === null) return <span className={classes.dim}>{t('settings.notTold')}</span>
  return (
    <span className={classes.value} title={value}>
      {value === '' ? t('settings.emptyValue') : value} {unit !== null && <span className={classes.dim}>{unit}</span>}
    </span>
  )
}

function ChangeButton({ variable, isKeyed, onChange }: OneProps & { onChange: (variable: Variable) => void }) {
  const { t } = useTranslation('device')
  const { may } = useRole()
  const name = nameOf(variable, isKeyed)
  if (variable.mutability === 'ReadOnly')
    return (
      <span className={classes.dim} title={t('settings.readOnlyHint')}>
        <IconLock size={14} aria-hidden /> {t('settings.readOnly')}
      </span>
    )
  if (!canBeChanged(variable) || !may('operator')) return null
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconPencil size={14} aria-hidden />}
      aria-label={t('settings.change', { name })}
      onClick={() => onChange(variable)}
    >
      {t('settings.set')}
    </Button>
  )
}

function VariableCard({ variable, isKeyed, onChange }: OneProps & { onChange: (variable: Variable) => void }) {
  return (
    <div className={classes.card}>
      <Name variable={variable} isKeyed={isKeyed} />
      <Value variable={variable} />
      <ChangeButton variable={variable} isKeyed={isKeyed} onChange={onChange} />
    </div>
  )
}
