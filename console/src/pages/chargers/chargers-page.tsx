import { Button } from '@mantine/core'
import { IconDownload, IconFilterOff } from '@tabler/icons-react'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerRow, ChargerState } from '../../../../api/console/wire/chargers.ts'
import { apiUrl } from '../../api/request.ts'
import { formatNumber } from '../../format/format.ts'
import { useBoard, useBoardRow } from '../../live/board.ts'
import { DataTable, type Sort } from '../../parts/data-table.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { FilterBar, type FilterChip } from '../../parts/filter-bar.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { stateIcon } from '../../parts/state-badge.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { AddCharger } from './add-charger.tsx'
import { ChargerCard } from './charger-card.tsx'
import { chargerColumns } from './charger-columns.tsx'
import { filterDefaults, filterOf, toggleState } from './charger-filter.ts'
import { stateOrder } from './charger-list.ts'
import classes from './chargers-page.module.css'
import { FirstCharger } from './first-charger.tsx'
import { ImportChargers } from './import-chargers.tsx'
import { useChargerList } from './use-charger-list.ts'

/** Every charger, found by words and states, in any order. */
export function ChargersPage() {
  const { t } = useTranslation('chargers')
  const { t: tCommon } = useTranslation()
  const { t: tWords } = useTranslation('words')
  const { ready, error, retry } = useBoard()
  const [url, setUrl] = useUrlState(filterDefaults)
  const filter = filterOf(url)
  const { ids, counts, matching } = useChargerList(filter, ready)
  const columns = useMemo(() => chargerColumns(t), [t])
  const sort = useMemo(() => ({ key: filter.sort, descending: filter.descending }), [filter.sort, filter.descending])
  const hasFilter = url.q !== '' || filter.states.length > 0
  const isEmpty = ready && !hasFilter && matching === 0

  const onSort = useCallback(({ key, descending }: Sort) => setUrl({ sort: descending ? `-${key}` : key }), [setUrl])

  return (
    <>
      <PageHeader
        title={t('title')}
        below={ready && !isEmpty ? t('shown', { shown: formatNumber(ids.length), count: matching }) : undefined}
        actions={
          <>
            {!isEmpty && (
              <Button
                component="a"
                variant="default"
                href={apiUrl('chargers.csv', url)}
                download
                aria-label={tCommon('actions.export')}
                leftSection={<IconDownload size={16} aria-hidden />}
              >
                <span className={classes.wide}>{tCommon('actions.export')}</span>
              </Button>
            )}
            <Needs role="operator">
              <ImportChargers />
              <AddCharger />
            </Needs>
          </>
        }
      />
      {!ready && error && <ErrorState error={error} onRetry={retry} />}
      {!ready && !error && <LoadingRows rows={12} height={44} />}
      {isEmpty && <FirstCharger />}
      {ready && !isEmpty && (
        <>
          <FilterBar
            search={{ value: url.q, onChange: (q) => setUrl({ q }), label: t('search') }}
            chipsLabel={t('columns.state')}
            chips={stateOrder
              .filter((state) => counts[state] > 0 || filter.states.includes(state))
              .map((state) => chipOf(state))}
          />
          {ids.length === 0 ? (
            <EmptyState
              icon={IconFilterOff}
              title={tCommon('empty.filtered')}
              actions={
                <Button variant="default" onClick={() => setUrl({ q: '', state: '' })}>
                  {tCommon('actions.clearAll')}
                </Button>
              }
            >
              {t('nothingFound')}
            </EmptyState>
          ) : (
            <DataTable<number, ChargerRow>
              label={t('title')}
              items={ids}
              itemKey={itself}
              useRow={useBoardRow}
              columns={columns}
              sort={sort}
              onSort={onSort}
              rowHref={chargerHref}
              card={chargerCard}
              cardHeight={104}
            />
          )}
        </>
      )}
    </>
  )

  function chipOf(state: ChargerState): FilterChip {
    return {
      key: state,
      label: tWords(`chargerState.${state}`),
      count: counts[state],
      icon: stateIcon(state),
      active: filter.states.includes(state),
      onToggle: () => setUrl({ state: toggleState(filter.states, state) }),
    }
  }
}

const itself = (id: number) => id
const chargerHref = (row: ChargerRow) => `/chargers/${row.id}`
const chargerCard = (row: ChargerRow) => <ChargerCard row={row} />
