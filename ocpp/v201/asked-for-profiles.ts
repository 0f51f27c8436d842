/** Whether a GetChargingProfiles asked for all that there are, so that what is not reported is not there. */
export function isWholeList({ evseId, chargingProfile }: { evseId?: unknown; chargingProfile?: unknown }): boolean {
  return evseId === undefined && Object.keys((chargingProfile as object | undefined) ?? { unasked: true }).length === 0
}
