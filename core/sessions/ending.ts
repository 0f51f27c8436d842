import { isOpen, type SessionView } from './session-view.ts'

export type Ender = 'vehicle' | 'driver' | 'operator' | 'charger' | 'server' | 'unknown'

/** Who ended a session, and the reason as it was reported. `server` is ours: it closed or refused the session. */
export type Ending = { by: Ender; reason: string | null }

/** Null while the session is open: its end may still be told otherwise. */
export function endingOf(session: Pick<SessionView, 'state' | 'endReason'>): Ending | null {
  if (isOpen(session)) return null
  // Given up without a record.
  if (session.state === 'expired' || session.state === 'failed') return { by: 'server', reason: session.endReason }
  const { endReason: reason } = session
  return { by: (reason !== null && enders.get(reason)) || 'unknown', reason }
}

const enders = new Map<string, Ender>([
  ['EVDisconnected', 'vehicle'],
  ['StoppedByEV', 'vehicle'],
  ['ReqEnergyTransferRejected', 'vehicle'],
  ['Local', 'driver'],
  // What the driver asked for in advance has been reached.
  ['CostLimitReached', 'driver'],
  ['EnergyLimitReached', 'driver'],
  ['SOCLimitReached', 'driver'],
  ['TimeLimitReached', 'driver'],
  ['LocalOutOfCredit', 'driver'],
  ['Remote', 'operator'],
  ['UnlockCommand', 'operator'],
  ['HardReset', 'operator'],
  ['SoftReset', 'operator'],
  ['ImmediateReset', 'operator'],
  // A card of the operator's own staff.
  ['MasterPass', 'operator'],
  ['EmergencyStop', 'charger'],
  ['GroundFault', 'charger'],
  ['OvercurrentFault', 'charger'],
  ['PowerLoss', 'charger'],
  ['PowerQuality', 'charger'],
  ['Reboot', 'charger'],
  ['Timeout', 'charger'],
  // The charger obeyed our answer to the card.
  ['DeAuthorized', 'server'],
  ['MissingStop', 'server'],
])
