import { askRenewal } from '#core/certificates/ask-renewal.ts'
import type { Charger } from '#core/chargers/charger.ts'
import { bootCharger } from '#core/sessions/boot-charger.ts'
import { restoreProfiles } from '#core/smart-charging/session-profiles.ts'
import { keepTimeOffset } from '#core/tariffs/keep-time-offset.ts'
import { utcText } from '../../utc.ts'
import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'

export const bootNotification: Handler<'BootNotification'> = async (ctx, charger, request) => {
  const { registration, intervalSeconds } = await bootCharger(ctx, charger, {
    vendor: request.chargePointVendor,
    model: request.chargePointModel,
    serial: request.chargePointSerialNumber ?? request.chargeBoxSerialNumber ?? null,
    firmware: request.firmwareVersion ?? null,
    reason: null,
    iccid: request.iccid ?? null,
    imsi: request.imsi ?? null,
    meterType: request.meterType ?? null,
    meterSerial: request.meterSerialNumber ?? null,
  })
  if (charger.isHeldBack) await askRenewal(ctx, charger, 'charger') // A00.FR.429
  if (registration === 'accepted') {
    await restoreProfiles(ctx, charger)
    await keepTimeOffset(ctx, charger)
  }
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
