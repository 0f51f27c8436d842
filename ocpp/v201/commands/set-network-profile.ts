import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** B09 */
export const setNetworkProfile: Command<'set-network-profile', 'SetNetworkProfile'> = {
  action: 'SetNetworkProfile',
  needsCharger: true,
  async call({ slot, url, profile }, { ctx, charger }) {
    // The way that the charger goes already is the one that is known to work.
    const installed = await ctx!.devices.installed(charger!.charger.id, 'network-profile')
    const { ocppInterface } = (installed[0]?.body ?? {}) as { ocppInterface?: 'Wired0' }
    return {
      configurationSlot: slot,
      connectionData: {
        ocppVersion: 'OCPP20',
        ocppTransport: 'JSON',
        ocppCsmsUrl: url,
        messageTimeout: 30,
        securityProfile: profile,
        ocppInterface: ocppInterface ?? 'Wired0',
      },
    }
  },
  read: readStatus,
}
