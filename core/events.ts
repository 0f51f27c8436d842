/** Every fact the core can announce: typed, past tense, stored in the commit of the change it tells of. */
export type Facts = {
  'charger.connected': { version: string }
  'charger.disconnected': { reason: string }
  'charger.booted': { vendor: string; model: string; firmware: string | null }
  'charger.taken-over': { remoteAddress: string }
  'session.started': { evse: number | null; connector: number | null }
  'session.finished': { energyWh: string; reason: string | null }
  'session.flagged': { flag: string }
  'message.quarantined': { action: string; reason: string }
}

export type FactKind = keyof Facts

export type Fact = { [K in FactKind]: { kind: K; subjectId: number | null; body: Facts[K] } }[FactKind]
