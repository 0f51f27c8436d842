import { collectPart } from '#core/errands/collect-part.ts'
import { itemOfProfile } from '#core/smart-charging/installed-profiles.ts'
import { plausiblePlace } from '../../plausible.ts'
import { isWholeList } from '../asked-for-profiles.ts'
import { profileFromWire } from '../charging-profile.ts'
import type { Handler } from '../handle.ts'

/** The profiles of a charger, in parts without numbers (K09); a list of everything replaces what we knew. */
export const reportChargingProfiles: Handler<'ReportChargingProfiles'> = async (ctx, charger, request) => {
  const { requestId, tbc = false, chargingProfile, chargingLimitSource } = request
  const evse = plausiblePlace('evseId', request.evseId)
  const items = chargingProfile.map((wire) =>
    itemOfProfile({ evse, profile: profileFromWire(wire) }, chargingLimitSource),
  )
  const part = { requestId, seqNo: null, isLast: !tbc, body: items }
  await collectPart(ctx, charger, 'charging-profiles', part, async (tx, bodies, { asked }) => {
    const all = (bodies as (typeof items)[]).flat()
    if (isWholeList(asked)) await tx.devices.replaceInstalled(charger, 'charging-profile', all)
    else
      await tx.devices.install(
        charger,
        'charging-profile',
        all.map((item) => ({ ...item, source: 'reported' as const })),
      )
  })
  return {}
}
