import { Button, Text } from '@mantine/core'
import { IconCreditCard, IconDownload, IconFilterOff, IconPlus } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Card } from '../../../../api/console/wire/administration.ts'
import { apiUrl } from '../../api/request.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useRole } from '../../parts/use-role.ts'
import { useUrlState } from '../../parts/use-url-state.ts'
import { CardBrief, cardColumns } from './card-columns.tsx'
import { CardDialog } from './card-dialog.tsx'
import { CardMenu } from './card-menu.tsx'
import { statuses, statusIcon } from './card-status.tsx'
import classes from './cards-page.module.css'
import { ImportCards } from './import-cards.tsx'
import { useCards } from './use-cards.ts'

/** Who may charge: every card, found by words and status. */
export function CardsPage() {
  const { t } = useTranslation('cards')
  const { t: tCommon } = useTranslation()
  const { may } = useRole()
  const [url, setUrl] = useUrlState({ q: '', status: '' })
  const { cards, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useCards(url)
  const [edited, setEdited] = useState<Card | 'new' | null>(null)
  const menu = useCallback((card: Card) => <CardMenu card={card} onEdit={setEdited} />, [])
  const columns = useMemo(() => cardColumns(t, menu), [t, menu])
  const brief = useCallback((card: Card) => <CardBrief card={card} menu={menu(card)} t={t} />, [t, menu])
  const hasFilter = url.q !== '' || url.status !== ''
  const isEmpty = cards?.length === 0 && !hasFilter

  return (
    <>
      <PageHeader
        title={t('title')}
        below={t('below')}
        actions={
          <>
            {!isEmpty && (
              <Button
                component="a"
                variant="default"
                href={apiUrl('cards.csv', url)}
                download
                aria-label={tCommon('actions.export')}
                leftSection={<IconDownload size={16} aria-hidden />}
                className={classes.short}
              >
                <span className={classes.wide}>{tCommon('actions.export')}</span>
              </Button>
            )}
            <Needs role="operator">
              <ImportCards />
              <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
                {t('add')}
              </Button>
            </Needs>
          </>
        }
      />
      {!isEmpty && (
        <FilterBar
          search={{ value: url.q, onChange: (q) => setUrl({ q }), label: t('search') }}
          chipsLabel={t('statusLabel')}
          chips={statuses.map((status) => ({
            key: status,
            label: t(`status.${status}`),
            icon: statusIcon[status],
            active: url.status === status,
            onToggle: () => setUrl({ status: url.status === status ? '' : status }),
          }))}
        />
      )}
      {list()}
      {edited && <CardDialog card={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </>
  )

  function list() {
    if (!cards)
      return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={10} height={44} />
    if (isEmpty)
      return (
        <EmptyState
          icon={IconCreditCard}
          title={t('empty.title')}
          actions={
            <Needs role="operator">
              <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
                {t('add')}
              </Button>
            </Needs>
          }
        >
          {t(may('operator') ? 'empty.text' : 'empty.viewer')}
        </EmptyState>
      )
    if (cards.length === 0)
      return (
        <EmptyState
          icon={IconFilterOff}
          title={t('filtered.title')}
          actions={
            <Button variant="default" onClick={() => setUrl({ q: '', status: '' })}>
              {tCommon('actions.clearAll')}
            </Button>
          }
        >
          {t('filtered.text')}
        </EmptyState>
      )
    return (
      <>
        <DataTable<Card>
          label={t('title')}
          items={cards}
          itemKey={idOf}
          columns={columns}
          card={brief}
          cardHeight={118}
          onEnd={() => {
            if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
          }}
        />
        {error ? (
          <ErrorState error={error} onRetry={() => void (hasNextPage ? fetchNextPage() : refetch())} />
        ) : hasNextPage ? (
          <LoadingRows rows={2} height={44} />
        ) : (
          <Text size="sm" c="dimmed" ta="center" mt="md">
            {hasFilter ? tCommon('result', { count: cards.length }) : t('all')}
          </Text>
        )}
      </>
    )
  }
}

const idOf = ({ id }: Card) => id
