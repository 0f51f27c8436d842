import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** A02.FR.01: the charger then sends SignCertificate by itself. */
export const renewCertificate: Command<'renew-certificate', 'TriggerMessage'> = {
  action: 'TriggerMessage',
  needsCharger: false,
  call({ certificate }) {
    if (certificate === 'v2g20') return { refused: 'OCPP 2.0.1 has no certificates for ISO 15118-20.' }
    return {
      requestedMessage: certificate === 'charger' ? 'SignChargingStationCertificate' : 'SignV2GCertificate',
    }
  },
  read: readStatus,
}
