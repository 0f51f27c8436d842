import type { Misbehaviour } from '../misbehaviour.ts'
import type { ChargingProfile } from './charging-profile.ts'

/** The profiles that a charger goes by. */
export function profilesObeyed(
  installed: readonly ChargingProfile[],
  { ignoresProfiles, ignoresProfileEnd }: Pick<Misbehaviour, 'ignoresProfiles' | 'ignoresProfileEnd'>,
): readonly ChargingProfile[] {
  if (ignoresProfiles) return []
  return ignoresProfileEnd ? installed.map(withoutEnd) : installed
}

/** Those that it shows when it is asked: whoever ignores all of them does not admit it. */
export function profilesShown(
  installed: readonly ChargingProfile[],
  { ignoresProfileEnd }: Pick<Misbehaviour, 'ignoresProfileEnd'>,
): readonly ChargingProfile[] {
  return profilesObeyed(installed, { ignoresProfiles: false, ignoresProfileEnd })
}

function withoutEnd(profile: ChargingProfile): ChargingProfile {
  return { ...profile, validToMs: null, schedule: { ...profile.schedule, durationSeconds: null } }
}
