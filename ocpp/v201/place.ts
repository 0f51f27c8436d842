import type { VariablePlace } from '#core/devices/device-variable.ts'
import { plausibleName, plausiblePlace } from '../plausible.ts'

/** Component and variable, as the 2.x messages name them. */
export type WirePlace = {
  component: { name: string; instance?: string; evse?: { id: number; connectorId?: number } }
  variable: { name: string; instance?: string }
}

export function placeFrom({ component, variable }: WirePlace): VariablePlace {
  const { evse } = component
  return {
    component: plausibleName('component', component.name),
    componentInstance: instanceFrom(component.instance),
    evse: evse === undefined ? null : plausiblePlace('evse', evse.id),
    connector: evse?.connectorId === undefined ? null : plausiblePlace('connectorId', evse.connectorId),
    variable: plausibleName('variable', variable.name),
    variableInstance: instanceFrom(variable.instance),
  }
}

export function placeToWire(place: VariablePlace): WirePlace {
  const { component, variable, variableInstance } = place
  return {
    component: { name: component, ...partOf(place) },
    variable: { name: variable, ...(variableInstance === null ? {} : { instance: variableInstance }) },
  }
}

/** Where a component is, besides its name. */
export function partOf({ componentInstance, evse, connector }: Omit<VariablePlace, 'component' | 'variable'>) {
  return {
    ...(componentInstance === null ? {} : { instance: componentInstance }),
    ...(evse === null ? {} : { evse: { id: evse, ...(connector === null ? {} : { connectorId: connector }) } }),
  }
}

/** Chargers write "" for none. */
function instanceFrom(instance: string | undefined): string | null {
  return instance === undefined || instance === '' ? null : plausibleName('instance', instance)
}
