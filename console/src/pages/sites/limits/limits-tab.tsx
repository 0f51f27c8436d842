import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { FeedsSection } from '../feeds/feeds-section.tsx'
import { PlanningSection } from '../feeds/planning-section.tsx'
import { LimitsSection } from './limits-section.tsx'

/** What others say to a site: who limits what, over which link, and who plans its vehicles. */
export function LimitsTab({ site }: { site: SiteDetail }) {
  return (
    <>
      <LimitsSection site={site} />
      <FeedsSection site={site} />
      <PlanningSection site={site} />
    </>
  )
}
