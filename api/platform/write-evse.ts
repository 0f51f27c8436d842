import { faulty } from './errors.ts'
import { evseFields, newEvseFields } from './evse-fields.ts'
import { readBody, type Values } from './read-body.ts'

type Written = { chargePointId: number | undefined; number: number | undefined; kept: Values }

/** What a body says of an EVSE: the number by which its charger knows it, and what is kept as it comes. */
export function writtenEvse(raw: unknown, how: { isNew: boolean; namesCharger?: boolean }): Written {
  const fields = how.namesCharger ? newEvseFields : evseFields
  const { chargePointId, networkId, ...kept } = readBody(fields, raw, how)
  if (kept.bookingEnabled === true) kept.allowsReservation = true
  return { chargePointId: chargePointId as number | undefined, number: numberOf(networkId), kept }
}

function numberOf(networkId: unknown): number | undefined {
  if (networkId === undefined) return undefined
  if (!/^[1-9]\d{0,2}$/.test(String(networkId))) {
    throw faulty('networkId', 'The networkId must be the number of the EVSE in its charge point, from 1 on.')
  }
  return Number(networkId)
}
