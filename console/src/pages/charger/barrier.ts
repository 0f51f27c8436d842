import type { ChargerDetail, CommandRequest } from '../../../../api/console/wire/chargers.ts'

export type Barrier = 'offline' | 'blocked' | 'notAccepted'

/**
 * Why a command of that kind cannot be sent to the charger now; null when it can. A charger that is not accepted yet
 * may be asked for messages and restarted.
 */
export function barrierTo(
  kind: CommandRequest['kind'],
  { row, registration }: Pick<ChargerDetail, 'registration'> & { row: { connected: boolean; blocked: boolean } },
): Barrier | null {
  if (row.blocked) return 'blocked'
  if (!row.connected) return 'offline'
  if (registration === 'accepted') return null
  return registration === 'pending' && (kind === 'trigger' || kind === 'reset') ? null : 'notAccepted'
}
