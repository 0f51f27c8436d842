import type { InstalledItem, VariablePlace } from './device-variable.ts'

/** Something that a charger watches of itself, as far as it told. */
export type InstalledMonitor = VariablePlace & {
  /** As the charger numbers them. */
  id: number
  type: string
  value: number | null
  severity: number | null
  inSessionsOnly: boolean
  source: InstalledItem['source']
  at: Temporal.Instant
}

export function monitorsFrom(items: readonly InstalledItem[]): InstalledMonitor[] {
  const monitors = items.map(({ body, source, at }) => {
    const { value = null, severity = null, transaction = false, ...monitor } = body as Kept
    const { id, type, component, componentInstance, evse, connector, variable, variableInstance } = monitor
    return {
      ...{ id, type, value, severity, inSessionsOnly: transaction, source, at },
      ...{ component, componentInstance, evse, connector, variable, variableInstance },
    }
  })
  return monitors.toSorted((one, other) => one.id - other.id)
}

type Kept = VariablePlace & {
  id: number
  type: string
  value?: number
  severity?: number
  transaction?: boolean
}
