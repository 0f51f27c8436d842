/**
 * How a charger shall behave towards the grid while it gives energy back: always (default), or from a moment on for a
 * while (scheduled). `terms` are the type's own values in the standard's words, without those that are named here.
 */
export type DerControl = {
  id: string
  type: DerControlType
  isDefault: boolean
  /** Of two of a type the one with the lower number counts (R04.FR.03). */
  priority: number
  startsAt?: string
  durationSeconds?: number
  terms: Record<string, unknown>
}

/** A control as the charger has it. */
export type InstalledDerControl = DerControl & {
  isSuperseded: boolean
  /** It has told that it goes by this one now. */
  isRunning?: boolean
}

export const derControlTypes = [
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
] as const

export type DerControlType = (typeof derControlTypes)[number]

/** Why this control is not sent; null when nothing speaks against it. */
export function derControlFault({
  id,
  type,
  isDefault,
  priority,
  startsAt,
  durationSeconds,
}: DerControl): string | null {
  if (id === '' || id.length > 36) return 'The id of a control has 1 to 36 characters.'
  if (!Number.isInteger(priority) || priority < 0) return 'The priority is a whole number from 0 on.'
  if (isDefault) {
    // 21e §2.59
    return startsAt === undefined && durationSeconds === undefined ? null : 'A default control has no time.'
  }
  if (alwaysDefault.has(type)) return `${type} can only be a default.`
  if (startsAt === undefined || durationSeconds === undefined) return 'A scheduled control has a start and a duration.'
  return durationSeconds > 0 ? null : 'The control is over when it begins.'
}

/** By type, the control that counts at this moment: of those that are scheduled now, else of the defaults, the lowest number. */
export function controlsInForce(
  controls: readonly DerControl[],
  now: Temporal.Instant,
): Map<DerControlType, DerControl> {
  const inForce = new Map<DerControlType, DerControl>()
  for (const control of controls) {
    if (!control.isDefault && !isScheduledAt(control, now)) continue
    const other = inForce.get(control.type)
    if (!other || precedes(control, other)) inForce.set(control.type, control)
  }
  return inForce
}

function precedes(one: DerControl, other: DerControl): boolean {
  return one.isDefault === other.isDefault ? one.priority < other.priority : other.isDefault
}

function isScheduledAt({ startsAt, durationSeconds }: DerControl, now: Temporal.Instant): boolean {
  if (startsAt === undefined) return false
  const since = now.epochMilliseconds - Date.parse(startsAt)
  return since >= 0 && (durationSeconds === undefined || since < durationSeconds * 1_000)
}

// They have no room for a time.
const alwaysDefault: ReadonlySet<DerControlType> = new Set(['EnterService', 'Gradients'])
