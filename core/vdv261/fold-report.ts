import type { VehicleReport, VehicleSaid, VehicleState } from './vehicle-link.ts'

/**
 * What is known of a vehicle after a message of it. The first one of a connection says everything; later ones say what
 * has changed, and what they leave out is as before. A connection ends when nothing comes for some minutes, since a
 * vehicle then begins anew (depot-api 16.1).
 */
export function foldReport(known: VehicleState | null, report: VehicleReport, now: Temporal.Instant): VehicleState {
  const before = known && report.seq !== 0 && isSameConnection(known, now) ? known : null
  return {
    seq: report.seq,
    heardAt: now,
    controllerId: report.controllerId === undefined ? (before?.controllerId ?? null) : report.controllerId,
    said: { ...(before?.said ?? nothingSaid), ...report.said },
    others: bounded({ ...before?.others, ...report.others }, report.others),
    // It is not for a message to say that nothing was asked.
    asked: known?.asked ?? null,
  }
}

export const nothingSaid: VehicleSaid = {
  odometerKm: null,
  needKwh: null,
  batteryMinutes: null,
  batteryKwh: null,
  cabinMinutes: null,
  cabinKwh: null,
  charging: null,
}

// What nobody reads may not grow for ever under ever new names.
function bounded(all: VehicleState['others'], latest: VehicleState['others']): VehicleState['others'] {
  return JSON.stringify(all).length <= mostOthers ? all : latest
}

const mostOthers = 16_384

function isSameConnection({ heardAt }: VehicleState, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(heardAt.add({ minutes: quietMinutes }), now) >= 0
}

// A message comes every ten seconds, and a vehicle gives up after three without an answer.
const quietMinutes = 5
