import type { ChargerRef, Uses } from '../context.ts'

/** Tells that a 2.x charger has named the start that a session came of (F01.FR.25, F02.FR.01). */
export async function confirmRemoteStart(
  ctx: Uses<'transaction'>,
  charger: ChargerRef,
  { remoteStartId, sessionId }: { remoteStartId: number; sessionId: number },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const errand = await tx.errands.find(charger, 'remote-start', remoteStartId)
    if (errand?.state !== 'open') return
    await tx.errands.end(errand, 'done', { sessionId })
    if (errand.commandId !== null) await tx.commands.amend(errand.commandId, confirmedBy(sessionId))
  })
}

/** A start that is still expected: the session that must have come of it, or that its time is over. */
export type ExpectedStart = { errandId: number; charger: ChargerRef; sessionId: number | null }

/**
 * Settles a start that is waited for: by the session that came of it, found by its token and place, or as unconfirmed
 * when its time is over. A session that comes later still confirms it.
 */
export async function settleExpectedStart(
  ctx: Uses<'transaction' | 'chargerWork'>,
  { errandId, charger, sessionId }: ExpectedStart,
): Promise<void> {
  const unconfirmed = await ctx.transaction(async (tx) => {
    const errand = await tx.errands.byId(errandId)
    if (errand?.state !== 'open') return null
    if (sessionId !== null) {
      await tx.errands.end(errand, 'done', { sessionId })
      if (errand.commandId !== null) await tx.commands.amend(errand.commandId, confirmedBy(sessionId))
      return null
    }
    if (errand.progress === 'unconfirmed') return null
    await tx.errands.progress(errand, { progress: 'unconfirmed' })
    if (errand.commandId === null) return null
    const reason = `Unconfirmed: no session began within ${errand.asked.waitSeconds} s.`
    await tx.commands.amend(errand.commandId, { reason })
    return errand.commandId
  })
  if (unconfirmed === null) return
  await ctx.chargerWork(charger, (work) => {
    const body = { command: unconfirmed, charger: charger.identity }
    work.addFact({ kind: 'command.unconfirmed', subjectId: charger.id, body })
  })
}

function confirmedBy(sessionId: number) {
  return { state: 'accepted', reason: `Confirmed by session ${sessionId}.` } as const
}
