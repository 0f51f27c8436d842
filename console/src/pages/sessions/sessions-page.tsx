import { Button } from '@mantine/core'
import { IconDownload, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { apiUrl } from '../../api/request.ts'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { DateFilter } from './date-filter.tsx'
import { instantsOf } from './date-range.ts'
import { SessionList } from './session-list.tsx'
import type { SessionFilters } from './session-rows.ts'
import { queryOf } from './use-sessions.ts'

const nothing = { state: '', q: '', from: '', to: '', charger: '' }
const states = ['open', 'finished', 'failed'] as const

/** Every session, to be found by state, words and days. */
export function SessionsPage() {
  const { t } = useTranslation('sessions')
  const { t: common } = useTranslation()
  const [search, setSearch] = useUrlState(nothing)
  const filters = filtersOf(search)
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button
            component="a"
            href={apiUrl('sessions.csv', queryOf(filters))}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t('export')}
          </Button>
        }
      />
      <FilterBar
        search={{ value: search.q, onChange: (q) => setSearch({ q }), label: t('search') }}
        chipsLabel={t('state.label')}
        chips={[
          ...states.map((state) => ({
            key: state,
            label: t(`state.${state}`),
            active: search.state === state,
            onToggle: () => setSearch({ state: search.state === state ? '' : state }),
          })),
          ...(filters.charger === null
            ? []
            : [
                {
                  key: 'charger',
                  label: t('ofCharger', { charger: filters.charger }),
                  active: true,
                  icon: IconX,
                  onToggle: () => setSearch({ charger: '' }),
                },
              ]),
        ]}
      >
        <DateFilter range={search} onChange={({ from, to }) => setSearch({ from, to })} />
      </FilterBar>
      <SessionList
        filters={filters}
        clear={
          <Button variant="default" onClick={() => setSearch(nothing)}>
            {common('actions.clearAll')}
          </Button>
        }
      />
    </>
  )
}

/** What somebody else wrote into the address may be anything: what is not understood does not narrow the list. */
function filtersOf({ state, q, from, to, charger }: typeof nothing): SessionFilters {
  return {
    state: states.find((one) => one === state) ?? '',
    q,
    charger: /^[1-9]\d{0,14}$/.test(charger) ? Number(charger) : null,
    ...instantsOf({ from, to }),
  }
}
