import { Type } from 'typebox'

const id = Type.Integer({ minimum: 1 })

/** What stands in addresses. */
export const chargePointParams = Type.Object({ chargePoint: id })
export const evseParams = Type.Object({ evse: id })
export const evseOfChargePointParams = Type.Object({ chargePoint: id, evse: id })
export const connectorParams = Type.Object({ chargePoint: id, evse: id, connector: id })
export const idTagParams = Type.Object({ idTag: id })
