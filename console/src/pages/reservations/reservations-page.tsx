import { useTranslation } from 'react-i18next'
import { PageHeader } from '../../parts/page-header.tsx'
import { ReservationSection } from './reservation-section.tsx'

/** What is kept free, at which charger, for whom. */
export function ReservationsPage() {
  const { t } = useTranslation('access')
  return (
    <>
      <PageHeader title={t('reservations.title')} below={t('reservations.below')} />
      <ReservationSection charger={null} />
    </>
  )
}
