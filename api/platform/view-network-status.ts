import { type InventoryCharger, type LinkAge, longAwayHours } from '#core/chargers/inventory.ts'
import type { networkStatus } from './enums.ts'

type NetworkStatus = (typeof networkStatus)[number]

/** platform-api 2: who is away is so for long after a day. */
export function networkStatusOf(link: InventoryCharger['link'], now: Temporal.Instant): NetworkStatus {
  if (link === null) return 'never_connected'
  if (link.connected) return 'available'
  const isLong = Temporal.Instant.compare(link.at.add({ hours: longAwayHours }), now) <= 0
  return isLong ? 'long-term_unavailable' : 'temporarily_unavailable'
}

export const linkAges: Record<NetworkStatus, LinkAge> = {
  never_connected: 'never',
  available: 'connected',
  temporarily_unavailable: 'lately',
  'long-term_unavailable': 'long',
}

/** The status endpoint spells it with blanks. */
export function spacedNetworkStatus(status: NetworkStatus): string {
  return status.replace('_', ' ')
}
