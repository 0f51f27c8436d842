import type { Charger } from '#core/chargers/charger.ts'
import type { OcppVersion } from './rpc/version.ts'

export type Standing = {
  version: OcppVersion
  mode: Charger['validationMode']
  registration: Charger['registration']
  /** Has booted, now or ever: a charger that only reconnects sends no BootNotification (B-03). */
  hasBooted: boolean
  /** Messages we asked for with TriggerMessage (B-02). */
  triggered: ReadonlySet<string>
}

/**
 * Whether this call is answered before the charger is let in, or with a SecurityError (B-01, B-02).
 *
 * 1.6 chargers that were moved here from another server go on without a boot; they are answered, and their sessions
 * marked (S10). Even those that wait to be let in may tell of transactions, which would be lost otherwise.
 */
export function mayBeHandled(action: string, isTransaction: boolean, standing: Standing): boolean {
  const { version, mode, registration, triggered } = standing
  if (action === 'BootNotification') return true
  if (isLetIn(standing)) return true
  if (registration === 'rejected') return false
  if (triggered.has(action)) return true
  if (mode === 'strict') return false
  if (action === 'SecurityEventNotification') return true // S-09
  return version === '1.6' && (registration === 'accepted' || isTransaction)
}

export function isLetIn({ registration, hasBooted }: Standing): boolean {
  return registration === 'accepted' && hasBooted
}
