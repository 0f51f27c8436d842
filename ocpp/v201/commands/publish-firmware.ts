import { placeOfFirmware } from '#core/firmware/place-of-firmware.ts'
import { readStatus } from '../../read-status.ts'
import { retriesToWire } from '../../retries-to-wire.ts'
import type { Command } from '../command.ts'

/** For local controllers, which then have it for the chargers behind them (L03). */
export const publishFirmware: Command<'publish-firmware', 'PublishFirmware'> = {
  action: 'PublishFirmware',
  needsCharger: true,
  async call({ source, requestId, checksum, ...retries }, { ctx, charger, commandId, origin }) {
    const place = await placeOfFirmware(ctx!, charger!.charger, source, { commandId, origin })
    if ('refused' in place) return place
    return { requestId, location: place.url, checksum, ...retriesToWire(retries) }
  },
  read: readStatus,
}
