import { readStatus } from '../../read-status.ts'
import { purposeToWire } from '../charging-profile.ts'
import type { Command } from '../command.ts'
import type { Calls } from '../messages.ts'

/** They come in ReportChargingProfiles, under this number (K09). */
export const readProfiles: Command<'read-profiles', 'GetChargingProfiles'> = {
  action: 'GetChargingProfiles',
  needsCharger: false,
  call({ requestId, ids, evse, purpose, stackLevel }) {
    // K09.FR.03: with ids, nothing else is named.
    const chargingProfile = ids
      ? { chargingProfileId: [...ids] }
      : {
          ...(purpose === null ? {} : { chargingProfilePurpose: purposeToWire[purpose] }),
          ...(stackLevel === null ? {} : { stackLevel }),
        }
    return {
      requestId,
      ...(evse === null ? {} : { evseId: evse }),
      chargingProfile,
    } as Calls['GetChargingProfiles']['request']
  },
  read(answer) {
    // There are none: an answer, not a refusal.
    return answer.status === 'NoProfiles' ? { state: 'accepted', reason: 'NoProfiles' } : readStatus(answer)
  },
}
