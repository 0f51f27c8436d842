import { useTranslation } from 'react-i18next'
import { useMe } from '../../api/queries.ts'
import { PageHeader } from '../../parts/page-header.tsx'
import { DevicesSection } from './devices-section.tsx'
import { FactorSection } from './factor-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { YouSection } from './you-section.tsx'

/** One's own account. */
export function ProfilePage() {
  const { t } = useTranslation('profile')
  const { t: tCommon } = useTranslation()
  const { login, role } = useMe().account
  return (
    <>
      <PageHeader title={t('title')} below={t('below', { login, role: tCommon(`role.${role}`) })} />
      <YouSection />
      <PasswordSection />
      <FactorSection />
      <DevicesSection />
    </>
  )
}
