import { placeOfFirmware } from '#core/firmware/place-of-firmware.ts'
import { readStatus } from '../../read-status.ts'
import { retriesToWire } from '../../retries-to-wire.ts'
import { utcText } from '../../utc.ts'
import type { Command } from '../command.ts'

/** Signed where there is a signature, unless the charger knows only the other message (J-04). */
export const updateFirmware: Command<'update-firmware', 'SignedUpdateFirmware' | 'UpdateFirmware'> = {
  action: 'SignedUpdateFirmware',
  actionFor: ({ signing, unsigned }) => (signing && !unsigned ? 'SignedUpdateFirmware' : 'UpdateFirmware'),
  needsCharger: true,
  async call({ source, requestId, retrieveAt, installAt, signing, unsigned, ...retries }, about) {
    const { ctx, charger, commandId, origin } = about
    const isSigned = signing !== null && !unsigned
    if (installAt !== null && !isSigned) {
      return { refused: 'Without a signature OCPP 1.6 cannot say when firmware is installed.' }
    }
    const place = await placeOfFirmware(ctx!, charger!.charger, source, { commandId, origin })
    if ('refused' in place) return place
    const location = place.url
    const from = retrieveAt ?? utcText(ctx!.now())
    if (!isSigned) return { location, retrieveDate: from, ...retriesToWire(retries) }
    return {
      requestId,
      ...retriesToWire(retries),
      firmware: {
        location,
        retrieveDateTime: from,
        ...(installAt === null ? {} : { installDateTime: installAt }),
        signingCertificate: signing.certificate,
        signature: signing.signature,
      },
    }
  },
  // To the unsigned message a charger says nothing but that it has come.
  read: (response) => ('status' in response ? readStatus(response) : { state: 'accepted', reason: null }),
}
