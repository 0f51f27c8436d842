import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { ActivationsSection } from './activations-section.tsx'
import { EnvelopeSection } from './envelope-section.tsx'
import { OffersSection } from './offers-section.tsx'
import { useFlexibility } from './use-flexibility.ts'

/** What a site could do, what it has promised, and what it was ordered to do. */
export function FlexibilityTab({ site }: { site: SiteDetail }) {
  const { id } = site.row
  const { data, error, refetch } = useFlexibility(id)
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={3} height={64} />
  return (
    <>
      <ActivationsSection site={site} activations={data.activations} />
      <OffersSection site={site} offers={data.offers} />
      <EnvelopeSection site={site} envelope={data.envelope} />
    </>
  )
}
