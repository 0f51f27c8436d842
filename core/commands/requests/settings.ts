import type { VariableAttribute, VariablePlace } from '../../devices/device-variable.ts'

/** What can be asked of a charger about its device model: a 1.6 charger's keys are part of it, by their places. */
export type SettingsRequest =
  /** Null is all that it has to set. What does not fit into one call is asked by commands that follow. */
  | { kind: 'read-settings'; names: readonly VariablePlace[] | null }
  /** Each by itself: that one is refused says nothing of the others. */
  | { kind: 'change-settings'; settings: readonly Setting[] }
  | { kind: 'read-device-model'; inventory: Inventory }
  /** Those variables that meet all that is named. */
  | { kind: 'read-report'; components: readonly ReportedPart[]; criteria: readonly ReportCriterion[] }

/** One value to be set, the actual one unless another attribute is named. */
export type Setting = VariablePlace & { value: string; attribute?: VariableAttribute }

/** What may be set, everything, or what matters for operation. */
export type Inventory = 'configuration' | 'full' | 'summary'

/** A component, or one variable of it. */
export type ReportedPart = Omit<VariablePlace, 'variable'> & { variable: string | null }

export type ReportCriterion = 'active' | 'available' | 'enabled' | 'problem'
