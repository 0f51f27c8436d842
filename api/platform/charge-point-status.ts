import * as words from './enums.ts'
import { id, instant, list, type Members, object, replySchema, word } from './fields.ts'

/** platform-api 3.2: the status endpoint spells the network status with blanks. */
export const chargePointStatusFields: Members = {
  networkStatus: word(
    words.networkStatus.map((one) => one.replace('_', ' ')),
    { fallback: 'never connected' },
  ),
  hardwareStatus: word(words.chargePointHardwareStatus, { nullable: true }),
  evses: list(object({ id: id({ fallback: 0 }), hardwareStatus: word(words.evseHardwareStatus, { nullable: true }) })),
  lastUpdatedAt: instant({ nullable: true }),
}

export const ChargePointStatus = {
  $id: 'ChargePointStatus',
  title: 'ChargePointStatus',
  ...replySchema(chargePointStatusFields),
}
