import { Button } from '@mantine/core'
import { IconUserCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { useRole } from '../../parts/use-role.ts'
import { AboutSection } from './about-section.tsx'
import { RetentionSection } from './retention-section.tsx'
import { RootsSection } from './roots-section.tsx'
import { ServerSection } from './server-section.tsx'
import { useSettings } from './use-settings.ts'

/** What this installation does, and where that was decided. */
export function SettingsPage() {
  const { t } = useTranslation('settings')
  const { may } = useRole()
  const profile = (
    <Button component={PageLink} to="/profile" variant="default" leftSection={<IconUserCircle size={16} aria-hidden />}>
      {t('own.open')}
    </Button>
  )
  if (may('administrator'))
    return (
      <>
        <PageHeader title={t('title')} below={t('below')} actions={profile} />
        <ServerSettings />
        <AboutSection />
      </>
    )
  return (
    <>
      <PageHeader title={t('title')} />
      <EmptyState icon={IconUserCircle} title={t('own.title')} actions={profile}>
        {t('own.viewer')} {t('own.text')}
      </EmptyState>
      <AboutSection />
    </>
  )
}

function ServerSettings() {
  const { data, error, refetch } = useSettings()
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={8} height={44} />
  return (
    <>
      <RetentionSection retention={data.retention} changeable={data.retentionChangeable} />
      <RootsSection />
      <ServerSection settings={data.settings} />
    </>
  )
}
