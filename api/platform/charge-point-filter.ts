import { Type } from 'typebox'
import type { ChargerInventoryFilter } from '#core/chargers/inventory.ts'
import type { KeptFilter } from '#core/kept-members.ts'
import * as enums from './enums.ts'
import { moment, names, words } from './read-query.ts'
import { linkAges } from './view-network-status.ts'

const included = [
  'lastBootNotification',
  'chargingProfile',
  'smartCharging',
  'smartChargingPreferences',
  'personalSmartChargingPreferences',
  'availablePersonalSmartChargingModes',
  'evses',
  'location',
] as const

export const chargePointInclude = { 'include[]': names(included, 'What to answer with besides') }

/** platform-api 3.2. What nothing here can have, such as a circuit, is found in no charger. */
export const chargePointQuery = {
  'filter[networkId]': Type.String({ description: 'The identity, whatever the case' }),
  'filter[name]': Type.String(),
  'filter[networkStatus]': words(enums.networkStatus, 'Whether it is connected'),
  'filter[lastNetworkStatusUpdateAfter]': moment('Connected or disconnected since'),
  'filter[lastNetworkStatusUpdateBefore]': moment('Connected or disconnected until'),
  'filter[bootNotificationSerialNumber]': Type.String({ description: 'The serial number of its last boot' }),
  'filter[evsePhysicalReference]': Type.String({ description: 'Has an EVSE of this reference' }),
  'filter[tag]': Type.String(),
  'filter[createdAfter]': moment('Created since'),
  'filter[createdBefore]': moment('Created until'),
  'filter[lastUpdatedAfter]': moment('Changed since'),
  'filter[lastUpdatedBefore]': moment('Changed until'),
  'filter[type]': words(enums.chargePointType, 'Who may use it'),
  'filter[externalId]': Type.String(),
  'filter[locationId]': Type.Integer(),
  'filter[chargingZoneId]': Type.Integer(),
  'filter[modelId]': Type.Integer(),
  'filter[utilityId]': Type.Integer(),
  'filter[userId]': Type.Integer(),
  'filter[partnerId]': Type.Integer(),
  'filter[partnerContractId]': Type.Integer(),
  'filter[sharingCode]': Type.String(),
  'filter[countryStationId]': Type.String(),
  'filter[managedByOperator]': Type.Boolean(),
  'filter[roaming]': Type.Boolean(),
  'filter[roamingOperatorIds][]': Type.Unsafe<string[]>({ type: 'array', items: { type: 'string' } }),
  'filter[circuitId]': Type.Integer(),
  'filter[vendorId]': Type.Integer(),
  'filter[operatorId]': Type.Integer(),
  'filter[subOperatorId]': Type.Integer(),
  'filter[desiredSecurityProfileStatus]': words(enums.securityProfileStatus, 'Whether it has the desired profile'),
}

type Query = { [name: string]: unknown }

/** The filter, or null when no charger here can pass it. */
export function chargePointFilter(query: Query): Partial<ChargerInventoryFilter> | null {
  if (beyondUs.some((name) => query[name] !== undefined)) return null
  if (query['filter[roaming]'] === true || query['filter[managedByOperator]'] === false) return null
  const profile = query['filter[desiredSecurityProfileStatus]']
  if (profile === 'rejected') return null
  const status = query['filter[networkStatus]'] as keyof typeof linkAges | undefined
  const of = <T>(name: string) => (query[`filter[${name}]`] as T | undefined) ?? null
  return {
    identity: of('networkId'),
    name: of('name'),
    link: status ? [linkAges[status]] : null,
    linkChangedAfter: of('lastNetworkStatusUpdateAfter'),
    linkChangedBefore: of('lastNetworkStatusUpdateBefore'),
    bootSerial: of('bootNotificationSerialNumber'),
    evseReference: of('evsePhysicalReference'),
    tag: of('tag'),
    createdAfter: of('createdAfter'),
    createdBefore: of('createdBefore'),
    modifiedAfter: of('lastUpdatedAfter'),
    modifiedBefore: of('lastUpdatedBefore'),
    hasDesiredProfile: profile === undefined ? null : profile === 'applied',
    kept: keptFilters(query, keptPaths),
  }
}

const beyondUs = [
  'filter[roamingOperatorIds][]',
  'filter[circuitId]',
  'filter[vendorId]',
  'filter[operatorId]',
  'filter[subOperatorId]',
]

const keptPaths: Record<string, readonly string[]> = {
  type: ['type'],
  externalId: ['externalId'],
  locationId: ['locationId'],
  chargingZoneId: ['chargingZoneId'],
  modelId: ['modelId'],
  utilityId: ['utilityId'],
  userId: ['user', 'id'],
  partnerId: ['partner', 'id'],
  partnerContractId: ['partner', 'contractId'],
  sharingCode: ['sharingCode'],
  countryStationId: ['countryStationId'],
}

/** Kept members that a query asks for, by the name of their filter; the word `null` asks for those without one. */
export function keptFilters(query: Query, paths: Record<string, readonly string[]>): KeptFilter[] {
  return Object.entries(paths).flatMap(([name, path]) => {
    const value = query[`filter[${name}]`]
    if (value === undefined) return []
    return [{ path, is: value === 'null' ? null : String(value) }]
  })
}
