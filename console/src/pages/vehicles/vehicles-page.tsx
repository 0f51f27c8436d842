import { Button, Text } from '@mantine/core'
import { IconBus, IconFilterOff, IconPlus } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Vehicle } from '../../../../api/console/wire/vehicles.ts'
import { formatEnergy, formatPower } from '../../format/format.ts'
import { type Column, DataTable, type Sort } from '../../parts/data-table.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useRole } from '../../parts/use-role.ts'
import { useUrlState } from '../../parts/use-url-state.ts'
import { acText } from './ac-text.ts'
import { ImportVehicles } from './import-vehicles.tsx'
import { useVehicles } from './use-vehicles.ts'
import { VehicleDialog } from './vehicle-dialog.tsx'
import { listVehicles, sortKeys } from './vehicle-list.ts'
import classes from './vehicles.module.css'

/** The fleet: every vehicle with what is known of it, found by words. */
export function VehiclesPage() {
  const { t } = useTranslation('vehicles')
  const { t: tCommon } = useTranslation()
  const { may } = useRole()
  const [url, setUrl] = useUrlState({ q: '', sort: 'vehicle', down: '' })
  const { data, error, refetch } = useVehicles()
  const [adding, setAdding] = useState(false)
  const columns = useMemo(() => columnsOf(t), [t])
  const card = useMemo(() => (vehicle: Vehicle) => <VehicleCard vehicle={vehicle} t={t} />, [t])
  const sort = sortKeys.find((key) => key === url.sort) ?? 'vehicle'
  const descending = url.down !== ''
  const shown = useMemo(
    () => data && listVehicles(data.items, { q: url.q, sort, descending }),
    [data, url.q, sort, descending],
  )
  const add = (
    <Needs role="operator">
      <ImportVehicles />
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
        {t('add')}
      </Button>
    </Needs>
  )
  const isEmpty = data?.items.length === 0
  return (
    <>
      <PageHeader title={t('title')} below={t('below')} actions={!isEmpty && add} />
      {!isEmpty && <FilterBar search={{ value: url.q, onChange: (q) => setUrl({ q }), label: t('search') }} />}
      {!shown &&
        (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={10} height={44} />)}
      {isEmpty && (
        <EmptyState icon={IconBus} title={t('empty.title')} actions={add}>
          {t(may('operator') ? 'empty.text' : 'empty.viewer')}
        </EmptyState>
      )}
      {shown?.length === 0 && !isEmpty && (
        <EmptyState
          icon={IconFilterOff}
          title={t('filtered.title')}
          actions={
            <Button variant="default" onClick={() => setUrl({ q: '' })}>
              {tCommon('actions.clearAll')}
            </Button>
          }
        >
          {t('filtered.text')}
        </EmptyState>
      )}
      {shown && shown.length > 0 && (
        <>
          <DataTable<Vehicle>
            label={t('list')}
            items={shown}
            itemKey={keyOf}
            columns={columns}
            sort={{ key: sort, descending }}
            onSort={({ key, descending }: Sort) => setUrl({ sort: key, down: descending ? '1' : '' })}
            rowHref={hrefOf}
            card={card}
            cardHeight={84}
          />
          <Text size="sm" c="dimmed" ta="center" mt="md">
            {url.q === '' ? t('all') : tCommon('result', { count: shown.length })}
          </Text>
        </>
      )}
      {adding && <VehicleDialog vehicle={null} onClose={() => setAdding(false)} />}
    </>
  )
}

const keyOf = ({ id }: Vehicle) => id
const hrefOf = ({ id }: Vehicle) => `/vehicles/${id}`

function columnsOf(t: TFunction<'vehicles'>): Column<Vehicle>[] {
  const known = (text: string | null) =>
    text === null ? <span className={classes.dim}>–</span> : <span title={text}>{text}</span>
  const number = (text: string | null) => <span className="numbers">{known(text)}</span>
  return [
    {
      key: 'vehicle',
      title: t('column.vehicle'),
      width: 'minmax(8rem, 1fr)',
      sortable: true,
      cell: ({ vehicle }) => <strong title={vehicle}>{vehicle}</strong>,
    },
    {
      key: 'name',
      title: t('column.name'),
      width: 'minmax(7rem, 1fr)',
      sortable: true,
      cell: ({ name }) => known(name),
    },
    {
      key: 'vin',
      title: t('column.vin'),
      width: '12rem',
      sortable: true,
      cell: ({ vin }) => <span className={classes.mono}>{known(vin)}</span>,
    },
    {
      key: 'battery',
      title: t('column.battery'),
      width: '7rem',
      align: 'end',
      sortable: true,
      cell: ({ batteryWh }) => number(batteryWh === null ? null : formatEnergy(batteryWh)),
    },
    {
      key: 'dc',
      title: t('column.dc'),
      width: '6rem',
      align: 'end',
      sortable: true,
      cell: ({ maxDcW }) => number(maxDcW === null ? null : formatPower(maxDcW)),
    },
    {
      key: 'ac',
      title: t('column.ac'),
      width: '9rem',
      align: 'end',
      sortable: true,
      cell: (vehicle) => number(acText(t, vehicle)),
    },
    {
      key: 'klass',
      title: t('column.klass'),
      width: '6.5rem',
      align: 'end',
      sortable: true,
      cell: ({ klass }) => number(klass === null ? null : String(klass)),
    },
  ]
}

function VehicleCard({ vehicle, t }: { vehicle: Vehicle; t: TFunction<'vehicles'> }) {
  const { name, vin, batteryWh, maxDcW } = vehicle
  const facts = [
    batteryWh === null ? null : formatEnergy(batteryWh),
    maxDcW === null ? null : `DC ${formatPower(maxDcW)}`,
    acText(t, vehicle) && `AC ${acText(t, vehicle)}`,
  ].filter((fact) => fact !== null)
  return (
    <span className={classes.card}>
      <span className={classes.cardLine}>
        <strong>{vehicle.vehicle}</strong>
        {name !== null && <span>{name}</span>}
      </span>
      {vin !== null && <span className={classes.mono}>{vin}</span>}
      <span className={`${classes.dim} numbers`}>{facts.length === 0 ? t('unknown') : facts.join(' · ')}</span>
    </span>
  )
}
