import { ChargePoint } from './charge-point-fields.ts'
import { ChargePointStatus } from './charge-point-status.ts'
import { Connector, Evse } from './evse-fields.ts'
import { IdTag } from './id-tag-fields.ts'

/** Every shape that has a name in the API document. */
export const resources = [ChargePoint, ChargePointStatus, Evse, Connector, IdTag]
