import { chargerNotFound } from '../chargers/change-charger.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { isTokenUid } from './add-tokens.ts'

/** Says which token alone a charger takes from afar; it becomes known at once. Null is any. */
export async function setRemoteStartToken(
  ctx: Uses<'transaction'>,
  chargerId: number,
  uid: string | null,
): Promise<void> {
  if (uid !== null && (!isTokenUid(uid) || uid.length > 20)) {
    throw new Problem('invalid_value', 'A token for starts from afar has 1 to 20 visible characters.', {
      subject: 'token',
    })
  }
  await ctx.transaction(async (tx) => {
    const charger = await tx.remoteStartTokens.set(chargerId, uid)
    if (!charger) throw chargerNotFound()
    if (uid !== null) {
      const nobodys = { groupId: null, masterPass: false, validUntil: null, vehicleId: null }
      await tx.tokens.add({ uid, type: 'OTHER', ...nobodys })
    }
    await tx.audit('charger.remote-start-token', charger.identity, { set: uid !== null })
  })
}
