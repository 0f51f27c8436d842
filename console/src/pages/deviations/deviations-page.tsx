import { Button, Text } from '@mantine/core'
import { IconFilterOff, IconPuzzle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { byModel } from './by-model.ts'
import { ModelSection } from './model-section.tsx'
import { useDeviations } from './use-deviations.ts'
import { useRuleText } from './use-rule-text.ts'

/** What chargers do otherwise than the standard says, by model and firmware. */
export function DeviationsPage() {
  const { t } = useTranslation('deviations')
  const [url, setUrl] = useUrlState({ q: '' })
  return (
    <>
      <PageHeader title={t('title')} below={t('below')} />
      <FilterBar search={{ value: url.q, onChange: (q) => setUrl({ q }), label: t('search') }} />
      <Models q={url.q} onClear={() => setUrl({ q: '' })} />
    </>
  )
}

function Models({ q, onClear }: { q: string; onClear: () => void }) {
  const { t } = useTranslation('deviations')
  const { t: tCommon } = useTranslation()
  const ruleText = useRuleText()
  const { data, error, refetch } = useDeviations()
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={12} height={32} />
  if (data.items.length === 0)
    return (
      <EmptyState icon={IconPuzzle} title={t('empty.title')}>
        {t('empty.text')}
      </EmptyState>
    )
  const models = byModel(data.items, q, ruleText)
  if (models.length === 0)
    return (
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
      {models.map((model) => (
        <ModelSection key={model.key} model={model} ruleText={ruleText} />
      ))}
      {!data.isWhole && (
        <Text size="sm" c="dimmed" ta="center" mt="md">
          {t('more')}
        </Text>
      )}
    </>
  )
}
