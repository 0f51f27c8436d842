import type { Outcome } from '../outcome.ts'

/** What the charger says that it has; asked for one EVSE, it says nothing of the others. */
export const getTariffs: Outcome<'GetTariffs'> = async (ctx, charger, { request, response }) => {
  if (response === null || response.status === 'Rejected') return
  const items = (response.tariffAssignments ?? []).flatMap(({ tariffId, tariffKind, evseIds, idTokens, validFrom }) =>
    (evseIds?.length ? evseIds : [request.evseId]).map((evse) => ({
      key: tariffKind === 'DriverTariff' ? `driver/${evse}/${tariffId}` : `${evse}/${tariffId}`,
      body: { tariffId, evse, kind: tariffKind, ...(validFrom ? { validFrom } : {}), drivers: idTokens?.length ?? 0 },
    })),
  )
  await ctx.transaction(async (tx) => {
    if (request.evseId === 0) return tx.devices.replaceInstalled(charger, 'tariff', items)
    const installed = await tx.devices.installed(charger, 'tariff')
    const gone = installed.filter(
      ({ key, body }) => body.evse === request.evseId && !items.some((one) => one.key === key),
    )
    await tx.devices.uninstall(
      charger,
      'tariff',
      gone.map(({ key }) => key),
    )
    await tx.devices.install(
      charger,
      'tariff',
      items.map((item) => ({ ...item, source: 'reported' as const })),
    )
  })
}
