import type { Outcome } from '../outcome.ts'

/** What was cleared, and what was not there, is not installed any more. */
export const clearTariffs: Outcome<'ClearTariffs'> = async (ctx, charger, { request, response }) => {
  if (response === null) return
  const cleared = response.clearTariffsResult.filter(({ status }) => status !== 'Rejected')
  if (cleared.length === 0 && response.clearTariffsResult.length > 0) return
  const named = new Set(cleared.map(({ tariffId }) => tariffId))
  // One result without an id is for all that were meant.
  const isMeant = (tariffId: unknown) =>
    named.has(undefined) || named.size === 0
      ? !request.tariffIds || request.tariffIds.includes(String(tariffId))
      : named.has(String(tariffId))
  await ctx.transaction(async (tx) => {
    const installed = await tx.devices.installed(charger, 'tariff')
    const gone = installed.filter(
      ({ body }) => isMeant(body.tariffId) && (request.evseId === undefined || body.evse === request.evseId),
    )
    await tx.devices.uninstall(
      charger,
      'tariff',
      gone.map(({ key }) => key),
    )
  })
}
