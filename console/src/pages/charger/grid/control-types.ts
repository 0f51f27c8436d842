import type { DerControlType } from '../../../../../api/console/wire/grid.ts'

/** Every kind of control, in the order in which one is chosen. */
export const controlTypes = [
  'EnterService',
  'FreqDroop',
  'FreqWatt',
  'FixedPFAbsorb',
  'FixedPFInject',
  'FixedVar',
  'Gradients',
  'HFMustTrip',
  'HFMayTrip',
  'HVMustTrip',
  'HVMomCess',
  'HVMayTrip',
  'LimitMaxDischarge',
  'LFMustTrip',
  'LVMustTrip',
  'LVMomCess',
  'LVMayTrip',
  'PowerMonitoringMustTrip',
  'VoltVar',
  'VoltWatt',
  'WattPF',
  'WattVar',
] as const satisfies readonly DerControlType[]
