import { type Evse, phasesInUse } from './evse.ts'
import { socOf } from './vehicle.ts'

export const measurands = [
  'Energy.Active.Import.Register',
  'Power.Active.Import',
  'Current.Import',
  'Voltage',
  'SoC',
  'Power.Offered',
  'Current.Offered',
] as const

export type Measurand = (typeof measurands)[number]

/** One value, in words that all versions share. */
export type Reading = {
  measurand: Measurand
  value: number
  unit: 'Wh' | 'W' | 'A' | 'V' | 'Percent'
  phase?: 'L1' | 'L2' | 'L3' | 'L1-N' | 'L2-N' | 'L3-N'
  location: 'Outlet' | 'EV'
}

/** What the meter of an EVSE shows now; bring the charger up to now before. */
export function readMeter(
  evse: Evse,
  wanted: readonly Measurand[],
  { reportedPhases }: { reportedPhases: number | null } = { reportedPhases: null },
): Reading[] {
  const shownPhases = reportedPhases ?? phasesInUse(evse)
  return wanted.flatMap((measurand) =>
    readers[measurand](evse, shownPhases).map((reading) => ({ measurand, ...reading })),
  )
}

type Value = Omit<Reading, 'measurand'>

const readers: Record<Measurand, (evse: Evse, shownPhases: number) => Value[]> = {
  'Energy.Active.Import.Register': ({ registerWh }) => [{ value: registerWh, unit: 'Wh', location: 'Outlet' }],
  'Power.Active.Import': ({ powerW }) => [{ value: rounded(powerW), unit: 'W', location: 'Outlet' }],
  'Power.Offered': ({ offeredW }) => [{ value: rounded(offeredW), unit: 'W', location: 'Outlet' }],
  // A meter that is wired or set up wrongly shows what flows on each phase, on too few or too many of them.
  'Current.Import': (evse, shownPhases) =>
    perPhase(evse, { names: phases, shownPhases }, (isInUse) => ({
      value: isInUse ? rounded(evse.powerW / evse.voltageV / phasesInUse(evse)) : 0,
      unit: 'A',
      location: 'Outlet',
    })),
  'Current.Offered': (evse) => [
    { value: rounded(evse.offeredW / evse.voltageV / phasesInUse(evse)), unit: 'A', location: 'Outlet' },
  ],
  Voltage: (evse, shownPhases) =>
    perPhase(evse, { names: phasesToNeutral, shownPhases }, () => ({
      value: rounded(evse.voltageV),
      unit: 'V',
      location: 'Outlet',
    })),
  // Only direct current comes with a word of the battery.
  SoC: ({ vehicle, current }) =>
    vehicle && current === 'DC' ? [{ value: rounded(socOf(vehicle) * 100), unit: 'Percent', location: 'EV' }] : [],
}

const phases = ['L1', 'L2', 'L3'] as const
const phasesToNeutral = ['L1-N', 'L2-N', 'L3-N'] as const

function perPhase(
  evse: Evse,
  { names, shownPhases }: { names: readonly NonNullable<Reading['phase']>[]; shownPhases: number },
  read: (isInUse: boolean) => Value,
): Value[] {
  if (evse.current === 'DC') return [read(true)]
  return names.slice(0, evse.phases).map((phase, index) => ({ ...read(index < shownPhases), phase }))
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
