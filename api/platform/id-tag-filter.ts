import { Type } from 'typebox'
import type { DescribedCardFilter } from '#core/authorization/described-card.ts'
import { keptFilters } from './charge-point-filter.ts'
import * as enums from './enums.ts'
import { moment, words } from './read-query.ts'

/** platform-api 3.4 */
export const idTagQuery = {
  'filter[idTagUid]': Type.String({ description: 'Whatever the case' }),
  'filter[idLabel]': Type.String(),
  'filter[userId]': Type.String({ description: 'A number, or `null` for those without a user' }),
  'filter[expireAt]': moment('Expiring then or later'),
  'filter[status]': words(enums.idTagStatus, 'Whether it opens anything'),
  'filter[type]': words(enums.idTagTypeAnswered, 'What it is'),
  'filter[partnerId]': Type.String({ description: 'A number, or `null` for those without a partner' }),
  'filter[lastUpdatedAfter]': moment('Changed since'),
  'filter[lastUpdatedBefore]': moment('Changed until'),
}

type Query = { [name: string]: unknown }

/** The filter, or null when no tag here can pass it. */
export function idTagFilter(query: Query): Partial<DescribedCardFilter> | null {
  const of = <T>(name: string) => (query[`filter[${name}]`] as T | undefined) ?? null
  const [status, type] = [of<string>('status'), of<string>('type')]
  if (type === 'emaid') return null
  return {
    uid: of('idTagUid'),
    visualNumber: of('idLabel'),
    isOther: type === null ? null : type === 'mac_address',
    blocked: status === null ? null : status !== 'enabled',
    expiringFrom: of('expireAt'),
    modifiedAfter: of('lastUpdatedAfter'),
    modifiedBefore: of('lastUpdatedBefore'),
    isSuspended: status === null || status === 'enabled' ? null : status === 'suspended',
    kept: keptFilters(query, { userId: ['userId'], partnerId: ['partnerId'] }),
  }
}
