import { Type } from 'typebox'
import type { EvseInventoryFilter } from '#core/chargers/inventory.ts'
import { keptFilters } from './charge-point-filter.ts'
import * as enums from './enums.ts'
import { moment, names, words } from './read-query.ts'

export const evseInclude = {
  'include[]': names(['chargingProfile', 'connectors', 'externalAppData'], 'What to answer with besides'),
}

/** platform-api 3.3. What no EVSE here can have, such as a roaming operator, is found in none. */
export const evseQuery = {
  'filter[chargePointId]': Type.Integer(),
  'filter[physicalReference]': Type.String(),
  'filter[externalId]': Type.String(),
  'filter[currentType]': words(enums.currentType, 'What it gives'),
  'filter[lastUpdatedAfter]': moment('Changed since'),
  'filter[lastUpdatedBefore]': moment('Changed until'),
  'filter[roaming]': Type.Boolean(),
  'filter[operatorId]': Type.Integer(),
  'filter[roamingOperatorIds][]': Type.Unsafe<string[]>({ type: 'array', items: { type: 'string' } }),
  'filter[parkingSpaceId]': Type.Integer(),
  'filter[hasRoamingTariffIds]': Type.Boolean(),
  'filter[hasTariffGroup]': Type.Boolean(),
}

type Query = { [name: string]: unknown }

/** The filter, or null when no EVSE here can pass it. */
export function evseFilter(query: Query): Partial<EvseInventoryFilter> | null {
  if (beyondUs.some((name) => query[name] !== undefined)) return null
  if (query['filter[roaming]'] === true || query['filter[hasRoamingTariffIds]'] === true) return null
  const chargePoint = query['filter[chargePointId]'] as number | undefined
  return {
    chargerIds: chargePoint === undefined ? null : [chargePoint],
    hasTariffGroup: (query['filter[hasTariffGroup]'] as boolean | undefined) ?? null,
    modifiedAfter: (query['filter[lastUpdatedAfter]'] as Temporal.Instant | undefined) ?? null,
    modifiedBefore: (query['filter[lastUpdatedBefore]'] as Temporal.Instant | undefined) ?? null,
    kept: keptFilters(query, {
      physicalReference: ['physicalReference'],
      externalId: ['externalId'],
      currentType: ['currentType'],
    }),
  }
}

const beyondUs = ['filter[operatorId]', 'filter[roamingOperatorIds][]', 'filter[parkingSpaceId]']
