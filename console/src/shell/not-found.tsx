import { IconMapSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../parts/empty-state.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { PageLink } from '../parts/page-link.tsx'

/** For addresses that lead nowhere; also in place of what was removed. */
export function NotFound() {
  const { t } = useTranslation()
  return (
    <main>
      <PageHeader title={t('notFound.title')} />
      <EmptyState
        icon={IconMapSearch}
        title={t('notFound.title')}
        actions={<PageLink to="/">{t('notFound.home')}</PageLink>}
      >
        {t('notFound.text')}
      </EmptyState>
    </main>
  )
}
