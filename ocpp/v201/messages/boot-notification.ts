import { askRenewal } from '#core/certificates/ask-renewal.ts'
import type { Charger } from '#core/chargers/charger.ts'
import { bootCharger } from '#core/sessions/boot-charger.ts'
import { restoreProfiles } from '#core/smart-charging/session-profiles.ts'
import { utcText } from '../../utc.ts'
import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'

export const bootNotification: Handler<'BootNotification'> = async (ctx, charger, { chargingStation, reason }) => {
  const { registration, intervalSeconds } = await bootCharger(ctx, charger, {
    vendor: chargingStation.vendorName,
    model: chargingStation.model,
    serial: chargingStation.serialNumber ?? null,
    firmware: chargingStation.firmwareVersion ?? null,
    reason,
    iccid: chargingStation.modem?.iccid ?? null,
    imsi: chargingStation.modem?.imsi ?? null,
    meterType: null,
    meterSerial: null,
  })
  if (charger.isHeldBack) await askRenewal(ctx, charger, 'charger') // A00.FR.429
  if (registration === 'accepted' && reason !== 'Triggered') await restoreProfiles(ctx, charger)
  return {
    status: registrationStatus[registration],
    currentTime: utcText(ctx.now()),
    interval: intervalSeconds,
  }
}

type Status = Messages['BootNotification']['response']['status']

const registrationStatus: Record<Charger['registration'], Status> = {
  accepted: 'Accepted',
  pending: 'Pending',
  rejected: 'Rejected',
}
