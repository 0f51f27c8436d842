import type { MonitoringBase, MonitorType } from '../../../../../api/console/wire/monitors.ts'

export const types = [
  'UpperThreshold',
  'LowerThreshold',
  'Delta',
  'Periodic',
  'PeriodicClockAligned',
] as const satisfies readonly MonitorType[]

export const bases = ['All', 'FactoryDefault', 'HardWiredOnly'] as const satisfies readonly MonitoringBase[]

/** How grave what a monitor reports is; 0 is danger, 9 debug. */
export const severities = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

export function levelOf(text: string | null): (typeof severities)[number] | null {
  return severities.find((one) => one === text) ?? null
}

export function baseOf(text: string | null): MonitoringBase | null {
  return bases.find((one) => one === text) ?? null
}
