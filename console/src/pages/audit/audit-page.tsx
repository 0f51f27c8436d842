import { Button, Text, VisuallyHidden } from '@mantine/core'
import { IconFilterOff, IconListDetails } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import classes from './audit-page.module.css'
import { AuditRow } from './audit-row.tsx'
import { useAudit } from './use-audit.ts'

/** Who did what, and through which door, newest first. */
export function AuditPage() {
  const { t } = useTranslation('audit')
  const [url, setUrl] = useUrlState({ q: '' })
  return (
    <>
      <PageHeader title={t('title')} below={t('below')} />
      <FilterBar search={{ value: url.q, onChange: (q) => setUrl({ q }), label: t('search') }} />
      <Entries q={url.q} onClear={() => setUrl({ q: '' })} />
    </>
  )
}

function Entries({ q, onClear }: { q: string; onClear: () => void }) {
  const { t } = useTranslation('audit')
  const { t: tCommon } = useTranslation()
  const { entries, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useAudit(q)
  if (!entries)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={12} height={32} />
  if (entries.length === 0)
    return q === '' ? (
      <EmptyState icon={IconListDetails} title={t('empty.title')}>
        {t('empty.text')}
      </EmptyState>
    ) : (
      <EmptyState
        icon={IconFilterOff}
        title={t('filtered.title')}
        actions={
          <Button variant="default" onClick={onClear}>
            {tCommon('actions.clearAll')}
          </Button>
        }
      >
        {t('filtered.text')}
      </EmptyState>
    )
  return (
    <>
      <table className={classes.table} aria-label={t('title')}>
        <thead>
          <tr>
            <th scope="col">{t('column.at')}</th>
            <th scope="col">{t('column.who')}</th>
            <th scope="col">{t('column.what')}</th>
            <th scope="col">{t('column.door')}</th>
            <th scope="col">
              <VisuallyHidden>{t('column.detail')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
      {error && <ErrorState error={error} onRetry={() => void fetchNextPage()} />}
      {!error && (
        <Text component="div" size="sm" c="dimmed" ta="center" mt="md">
          {hasNextPage ? (
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {tCommon('actions.loadMore')}
            </Button>
          ) : (
            t('end')
          )}
        </Text>
      )}
    </>
  )
}
