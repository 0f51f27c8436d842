import { placeOfFirmware } from '#core/firmware/place-of-firmware.ts'
import { readStatus } from '../../read-status.ts'
import { retriesToWire } from '../../retries-to-wire.ts'
import { utcText } from '../../utc.ts'
import type { Command } from '../command.ts'

export const updateFirmware: Command<'update-firmware', 'UpdateFirmware'> = {
  action: 'UpdateFirmware',
  needsCharger: true,
  async call({ source, requestId, retrieveAt, installAt, signing, ...retries }, about) {
    const { ctx, charger, commandId, origin } = about
    const place = await placeOfFirmware(ctx!, charger!.charger, source, { commandId, origin })
    if ('refused' in place) return place
    return {
      requestId,
      ...retriesToWire(retries),
      firmware: {
        location: place.url,
        retrieveDateTime: retrieveAt ?? utcText(ctx!.now()),
        ...(installAt === null ? {} : { installDateTime: installAt }),
        // L01.FR.11
        ...(signing === null ? {} : { signingCertificate: signing.certificate, signature: signing.signature }),
      },
    }
  },
  read: readStatus,
}
