import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import { MonitorsSection } from '../monitors/monitors-section.tsx'
import { ProvisioningSection } from './provisioning.tsx'
import classes from './settings.module.css'
import { VariablesSection } from './variables.tsx'

/** How the charger is set up: by its template, what it watches, and all settings that it told. */
export function SettingsTab({ detail }: { detail: ChargerDetail }) {
  return (
    <div className={classes.settings}>
      <ProvisioningSection chargerId={detail.row.id} />
      <MonitorsSection detail={detail} />
      <VariablesSection detail={detail} />
    </div>
  )
}
