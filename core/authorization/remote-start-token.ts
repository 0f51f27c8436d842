import { randomInt } from 'node:crypto'
import type { ChargerRef, Uses } from '../context.ts'

/** A start from afar without a token of its own gets one that the server makes. */
export type StartWish = { kind: 'start'; evse: number | null; tokenUid: string | null }

export type RemoteStartTokenWriter = {
  /** The only one that the charger takes; null when it takes any. */
  find(charger: ChargerRef): Promise<string | null>
  /** Null when there is none of this id. */
  set(chargerId: number, uid: string | null): Promise<{ identity: string } | null>
}

/**
 * The token that a start goes out with: the charger's own, when it takes no other, else the one that was asked
 * for, else one that is made for this start. The charger may ask for it before it begins (AuthorizeRemoteTxRequests), so
 * what we make is known to us before it is sent.
 */
export async function tokenOfRemoteStart(
  ctx: Uses<'transaction'>,
  charger: ChargerRef,
  { tokenUid }: StartWish,
): Promise<string> {
  return ctx.transaction(async (tx) => {
    const own = await tx.remoteStartTokens.find(charger)
    const uid = own ?? tokenUid ?? madeUid()
    if (own === null && tokenUid !== null) return uid
    // AD_HOC_USER: no charger may keep it, and no list has it.
    await tx.tokens.add({
      uid,
      type: own === null ? 'AD_HOC_USER' : 'OTHER',
      ...{ groupId: null, masterPass: false, validUntil: null, vehicleId: null },
    })
    return uid
  })
}

// Some firmware overruns its buffer when all 20 characters are used.
const length = 16
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

function madeUid(): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}
