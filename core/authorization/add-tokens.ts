import type { Uses } from '../context.ts'
import type { NewToken } from './token.ts'

export type AddedToken = { uid: string; outcome: 'added' | 'known' | 'invalid' }

/**
 * Adds tokens, all in one transaction, and tells of each what became of it. A token that the tenant has already, in
 * whatever case it is spelled, is left as it is.
 */
export async function addTokens(ctx: Uses<'transaction'>, tokens: readonly NewToken[]): Promise<AddedToken[]> {
  return ctx.transaction(async (tx) => {
    const outcomes: AddedToken[] = []
    for (const token of tokens) {
      if (!isTokenUid(token.uid)) {
        outcomes.push({ uid: token.uid, outcome: 'invalid' })
        continue
      }
      const isNew = await tx.tokens.add(token)
      if (isNew) await tx.audit('token.added', token.uid, { type: token.type, groupId: token.groupId })
      outcomes.push({ uid: token.uid, outcome: isNew ? 'added' : 'known' })
    }
    return outcomes
  })
}

/** 1 to 36 visible characters; blanks may stand between them, not around them. */
export function isTokenUid(uid: string): boolean {
  const length = [...uid].length
  return length >= 1 && length <= 36 && uid === uid.trim() && !/[\p{C}\p{Zl}\p{Zp}]/u.test(uid)
}
