import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** As in 2.0.1; 2.1 lets the charger choose how it gets there. */
export const setNetworkProfile: Command<'set-network-profile', 'SetNetworkProfile'> = {
  action: 'SetNetworkProfile',
  needsCharger: false,
  call: ({ slot, url, profile }) => ({
    configurationSlot: slot,
    connectionData: {
      ocppVersion: 'OCPP21',
      ocppTransport: 'JSON',
      ocppCsmsUrl: url,
      messageTimeout: 30,
      securityProfile: profile,
      ocppInterface: 'Any',
    },
  }),
  read: readStatus,
}
