import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { LiveSection } from './live-section.tsx'
import { PricesSection } from './prices-section.tsx'
import { SettingsSection } from './settings-section.tsx'
import { WeatherSection } from './weather-section.tsx'

/** How a site is steered, whether it is, and what energy costs there. */
export function SettingsTab({ site }: { site: SiteDetail }) {
  return (
    <>
      <LiveSection site={site} />
      <SettingsSection site={site} />
      <PricesSection site={site} />
      <WeatherSection siteId={site.row.id} />
    </>
  )
}
