import type { ChargerRef, Uses } from '../context.ts'

/** Keeps whether a session charges with priority: because we asked for it (K21), or a driver did at the charger (K22). */
export async function takePriority(
  ctx: Uses<'chargerWork' | 'transaction'>,
  charger: ChargerRef,
  { wireId, activated, asked }: { wireId: string; activated: boolean; asked: boolean },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    if (!activated) return tx.devices.uninstall(charger, 'priority-charging', [wireId])
    const source = asked ? ('acknowledged' as const) : ('reported' as const)
    await tx.devices.install(charger, 'priority-charging', [{ key: wireId, body: { wireId }, source }])
  })
  await ctx.chargerWork(charger, (work) => {
    work.addFact({ kind: 'charger.priority-charging', subjectId: charger.id, body: { wireId, activated } })
  })
}
