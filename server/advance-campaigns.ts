import { advanceCampaign } from '#core/firmware/advance-campaign.ts'
import { campaignsToAdvance, settleInstalledFirmware } from '#storage/firmware-feed.ts'
import type { Storage } from '#storage/storage.ts'

/** Goes on with the campaigns of all tenants. All of it is stored: a server that was killed goes on where it was. */
export async function advanceCampaigns(storage: Storage): Promise<void> {
  await settleInstalledFirmware(storage.database.reader)
  for (const { tenant, id } of await campaignsToAdvance(storage.database.reader)) {
    const actor = { kind: 'system' as const, name: 'firmware campaigns' }
    await advanceCampaign(storage.contextFor({ tenant, actor, door: 'job' }), id)
  }
}
