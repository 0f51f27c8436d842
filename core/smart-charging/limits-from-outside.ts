import type { ChargerRef, Uses } from '../context.ts'
import type { ChargingSchedule } from './profile.ts'

type Limit = {
  /** Who limits, in the charger's words. */
  source: string
  /** Null is the whole charger. */
  evse: number | null
  isGridCritical: boolean
  isLocalGeneration: boolean
  schedules: readonly ChargingSchedule[]
}

/** Keeps that somebody else limits the charger, in the place of what the same one said before (K11, K12). */
export async function takeLimitFromOutside(
  ctx: Uses<'chargerWork' | 'transaction'>,
  charger: ChargerRef,
  limit: Limit,
): Promise<void> {
  const { source, evse, isGridCritical } = limit
  const item = { key: keyOf(source, evse), body: { ...limit }, source: 'reported' as const }
  await ctx.transaction((tx) => tx.devices.install(charger, 'charging-limit', [item]))
  await ctx.chargerWork(charger, (work) => {
    work.addFact({ kind: 'charger.limited', subjectId: charger.id, body: { source, evse, isGridCritical } })
  })
}

/** The limit of this source is lifted; without an EVSE all that it has set (K13). */
export async function takeLimitCleared(
  ctx: Uses<'chargerWork' | 'transaction'>,
  charger: ChargerRef,
  { source, evse }: Pick<Limit, 'source' | 'evse'>,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const items = await tx.devices.installed(charger, 'charging-limit')
    const gone = items.filter(({ key, body }) => (evse === null ? body.source === source : key === keyOf(source, evse)))
    await tx.devices.uninstall(
      charger,
      'charging-limit',
      gone.map(({ key }) => key),
    )
  })
  await ctx.chargerWork(charger, (work) => {
    work.addFact({ kind: 'charger.limit-cleared', subjectId: charger.id, body: { source, evse } })
  })
}

function keyOf(source: string, evse: number | null): string {
  return `${evse ?? 0}/${source}`
}
