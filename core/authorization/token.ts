/** A card, key fob, app id or contract that may start a session. Its uid is compared without regard to case. */
export type Token = {
  id: number
  issuingParty: string
  type: TokenType
  uid: string
  groupId: string | null
  masterPass: boolean
  /** A second session elsewhere is refused while one runs. */
  oneSessionAtATime: boolean
  status: 'active' | 'blocked'
  validFrom: Temporal.Instant | null
  validUntil: Temporal.Instant | null
  /** The public id of the vehicle that carries it. */
  vehicleId: string | null
}

/** OCPI's words; OCPP's kinds of id token are mapped at the edge. */
export type TokenType = 'RFID' | 'APP_USER' | 'AD_HOC_USER' | 'OTHER'

/** May it charge? The charger hears this in its own version's words. */
export type Decision = 'accepted' | 'blocked' | 'expired' | 'unknown' | 'concurrent' | 'reserved'

export function foldUid(uid: string): string {
  return uid.toLowerCase()
}

/** What is written down of a token that was shown: a code that a person types in never is. */
export function writtenUid({ uid, type }: { uid: string; type: string | null }): string {
  return type === 'KeyCode' ? '' : uid
}

export type NewToken = {
  uid: string
  type: TokenType
  groupId: string | null
  masterPass: boolean
  validUntil: Temporal.Instant | null
  vehicleId: string | null
}

export type TokenWriter = {
  /** False when the tenant has this token already; then nothing changes. */
  add(token: NewToken): Promise<boolean>
}
