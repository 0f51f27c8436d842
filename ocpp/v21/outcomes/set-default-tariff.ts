import type { Outcome } from '../outcome.ts'

/** One default tariff per place: what was installed there before is gone. */
export const setDefaultTariff: Outcome<'SetDefaultTariff'> = async (ctx, charger, { request, response }) => {
  if (response?.status !== 'Accepted') return
  const { evseId, tariff } = request
  await ctx.transaction(async (tx) => {
    const installed = await tx.devices.installed(charger, 'tariff')
    // EVSE 0 is all of them.
    const replaced = installed.filter(
      ({ body }) => body.kind !== 'DriverTariff' && (evseId === 0 || body.evse === evseId),
    )
    await tx.devices.uninstall(
      charger,
      'tariff',
      replaced.map(({ key }) => key),
    )
    const body = { tariffId: tariff.tariffId, evse: evseId, kind: 'DefaultTariff', currency: tariff.currency }
    await tx.devices.install(charger, 'tariff', [{ key: `${evseId}/${tariff.tariffId}`, body, source: 'acknowledged' }])
  })
}
