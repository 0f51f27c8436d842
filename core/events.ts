/** Every fact the core can announce: typed, past tense, stored in the commit of the change it tells of. */
export type Facts = {
  'charger.connected': { version: string }
  'charger.disconnected': { reason: string }
  'charger.booted': { vendor: string; model: string; firmware: string | null }
  'charger.taken-over': { remoteAddress: string }
  'session.started': { evse: number | null; connector: number | null }
  'session.finished': { energyWh: string; reason: string | null }
  'session.flagged': { flag: string }
  /** Whether its vehicle will be ready at its departure, as far as the plan can tell (smart-charging 6.2). */
  'session.readiness': { state: string; departsAt: string }
  /** Days that are left; 0 when it is over (F16, S23). */
  'certificate.expiring': { subject: string; days: number; notAfter: string }
  /** A charger asked for a certificate that nobody signs. */
  'certificate.refused': { purpose: string; reason: string }
  /** A charger did not take the certificate that was signed for it; it asks for no other by itself (A02.FR.20). */
  'certificate.rejected': { purpose: string; reason: string }
  /** A start that the charger accepted, or never answered, and that no session came of. */
  'command.unconfirmed': { command: number; charger: string }
  /** What the charger and we reckoned for a session differs. */
  'session.cost-differs': { ours: string; stations: string; currency: string }
  /** A charger keeps something free; and it does not any more. */
  'reservation.made': { reservation: number; evse: number | null; expiresAt: string }
  'reservation.ended': {
    reservation: number
    evse: number | null
    state: string
    reason: string | null
    session: number | null
  }
  /** Somebody else has given a charger a list of cards. */
  'local-list.foreign': { version: number; ours: number }
  'message.quarantined': { action: string; reason: string }
  /** An event that may be an attack on the charger, or on us by its name. */
  'charger.security_event': { type: string; info: string | null }
  /** Somebody else than us limits the charger: its owner's energy management, the grid (K11). */
  'charger.limited': { source: string; evse: number | null; isGridCritical: boolean }
  'charger.limit-cleared': { source: string; evse: number | null }
  'charger.priority-charging': { wireId: string; activated: boolean }
  /** The vehicle means to charge otherwise than it was told (K16, K17). */
  'session.schedule-deviates': { evse: number; at: string; limit: number | null; wanted: number; unit: string }
  'charger.der-alarm': { control: string; fault: string | null; ended: boolean }
  'charger.der-control': { control: string; started: boolean }
  /** An answer of ours that the charger could not use (2.1). */
  'message.refused': { messageId: string; code: string; description: string }
}

export type FactKind = keyof Facts

export type Fact = { [K in FactKind]: { kind: K; subjectId: number | null; body: Facts[K] } }[FactKind]
