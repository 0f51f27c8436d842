import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** The charger then sends SignCertificate by itself. */
export const renewCertificate: Command<'renew-certificate', 'ExtendedTriggerMessage'> = {
  action: 'ExtendedTriggerMessage',
  needsCharger: false,
  call: ({ certificate }) =>
    certificate === 'charger'
      ? { requestedMessage: 'SignChargePointCertificate' }
      : { refused: 'OCPP 1.6 has no certificates for vehicles among its own messages.' },
  read: readStatus,
}
