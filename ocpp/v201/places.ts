import type { VariablePlace } from '#core/devices/device-variable.ts'

type Component = { name: string; instance?: string; evse?: { id: number; connectorId?: number } }
type Variable = { name: string; instance?: string }

/** Where a component's variable is. */
export function placeOf(component: Component, variable: Variable): VariablePlace {
  return {
    component: component.name,
    componentInstance: component.instance ?? null,
    evse: component.evse?.id ?? null,
    connector: component.evse?.connectorId ?? null,
    variable: variable.name,
    variableInstance: variable.instance ?? null,
  }
}

/** The component and variable of a place, spelled as it is kept. */
export function componentOf(place: VariablePlace): { component: Component; variable: Variable } {
  const { component, componentInstance, evse, connector, variable, variableInstance } = place
  return {
    component: {
      name: component,
      ...(componentInstance === null ? {} : { instance: componentInstance }),
      ...(evse === null ? {} : { evse: { id: evse, ...(connector === null ? {} : { connectorId: connector }) } }),
    },
    variable: { name: variable, ...(variableInstance === null ? {} : { instance: variableInstance }) },
  }
}
