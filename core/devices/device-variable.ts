import type { ChargerRef } from '../context.ts'

/** Where a variable is: its component, which may be one of several, at an EVSE and connector or at the whole charger. */
export type VariablePlace = {
  component: string
  componentInstance: string | null
  evse: number | null
  connector: number | null
  variable: string
  variableInstance: string | null
}

export type VariableAttribute = 'Actual' | 'Target' | 'MinSet' | 'MaxSet'

/** One attribute of a variable of the device model (D-01). Values are text, as on the wire. */
export type DeviceVariable = VariablePlace & {
  attribute: VariableAttribute
  value: string | null
  mutability: 'ReadOnly' | 'WriteOnly' | 'ReadWrite' | null
  persistent: boolean | null
  constant: boolean | null
  characteristics: VariableCharacteristics | null
  observedAt: Temporal.Instant
}

export type VariableCharacteristics = {
  dataType?: string
  unit?: string
  minLimit?: number
  maxLimit?: number
  maxElements?: number
  valuesList?: string
  supportsMonitoring?: boolean
}

/** What was just learned of a variable; what is left out is kept as it was. */
export type ObservedVariable = VariablePlace &
  Pick<DeviceVariable, 'value'> &
  Partial<Omit<DeviceVariable, 'observedAt' | keyof VariablePlace | 'value'>>

/** The key of a variable's attribute; names are compared without regard to case (D-02). */
export function variableKey(place: VariablePlace, attribute: VariableAttribute = 'Actual'): string {
  const { component, componentInstance, evse, connector, variable, variableInstance } = place
  const parts = [
    component,
    componentInstance ?? '',
    evse ?? '',
    connector ?? '',
    variable,
    variableInstance ?? '',
    attribute,
  ]
  return parts.join('/').toLowerCase()
}

/** A variable of the whole charger. */
export function stationVariable(
  component: string,
  variable: string,
  variableInstance: string | null = null,
): VariablePlace {
  return { component, componentInstance: null, evse: null, connector: null, variable, variableInstance }
}

/** Something in a charger besides its variables, by a key of its kind: a profile's id, a certificate's serial number. */
export type InstalledItem = {
  kind: InstalledKind
  key: string
  body: Record<string, unknown>
  /** We put it there and it said yes, or it told us of it. */
  source: 'acknowledged' | 'reported'
  at: Temporal.Instant
}

export type InstalledKind =
  | 'certificate'
  | 'charging-limit'
  | 'charging-profile'
  | 'der-control'
  | 'display-message'
  | 'event-stream'
  | 'ev-charging-needs'
  | 'ev-charging-schedule'
  | 'local-list'
  | 'monitor'
  | 'network-profile'
  | 'priority-charging'
  | 'tariff'
  /** A message that the charger has said it does not know. */
  | 'unsupported'

/** Something that a charger told of: a security event, an event of its device model, an alarm. */
export type ChargerEvent = {
  id: number
  chargerId: number
  at: Temporal.Instant
  receivedAt: Temporal.Instant
  kind: 'security' | 'device' | 'der' | 'battery-swap' | 'settlement'
  /** In the charger's words. */
  type: string
  /** 0 danger to 9 debug, as 2.x counts; null when it was not told. */
  severity: number | null
  evse: number | null
  connector: number | null
  body: Record<string, unknown>
  clearedAt: Temporal.Instant | null
}

export type NewChargerEvent = Omit<ChargerEvent, 'id' | 'chargerId' | 'receivedAt' | 'clearedAt'> & {
  /** What tells it from others: the same event sent again is kept once. */
  key: string
}

export type DeviceStore = {
  /** Of one component of a charger, all of its instances. */
  ofComponent(chargerId: number, component: string): Promise<DeviceVariable[]>
  variables(chargerId: number): Promise<DeviceVariable[]>
  variable(chargerId: number, place: VariablePlace): Promise<DeviceVariable | null>
  installed(chargerId: number, kind: InstalledKind): Promise<InstalledItem[]>
  /** Newest first. */
  events(
    chargerId: number,
    options: { limit: number; before?: number; kind?: ChargerEvent['kind'] },
  ): Promise<ChargerEvent[]>
}

export type DeviceWriter = {
  observe(charger: ChargerRef, variables: readonly ObservedVariable[]): Promise<void>
  /** What a full report does not name is not there any more. */
  replaceVariables(charger: ChargerRef, variables: readonly ObservedVariable[]): Promise<void>
  installed(charger: ChargerRef, kind: InstalledKind): Promise<InstalledItem[]>
  /** Puts or replaces these. */
  install(
    charger: ChargerRef,
    kind: InstalledKind,
    items: readonly Pick<InstalledItem, 'key' | 'body' | 'source'>[],
  ): Promise<void>
  uninstall(charger: ChargerRef, kind: InstalledKind, keys: readonly string[]): Promise<void>
  /** What a full report does not name is not there any more. */
  replaceInstalled(
    charger: ChargerRef,
    kind: InstalledKind,
    items: readonly Pick<InstalledItem, 'key' | 'body'>[],
  ): Promise<void>
  addEvents(charger: ChargerRef, events: readonly NewChargerEvent[]): Promise<void>
  /** Ends what is open of this type at this place. */
  clearEvents(
    charger: ChargerRef,
    what: Pick<ChargerEvent, 'kind' | 'type' | 'evse' | 'connector'>,
    at: Temporal.Instant,
  ): Promise<void>
}
