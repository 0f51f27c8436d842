import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { World201 } from './messages.ts'
import { communication } from './variables/communication.ts'
import { controllers } from './variables/controllers.ts'
import { variablesOfEvse } from './variables/evse.ts'
import { securityVariables } from './variables/security.ts'
import { variablesOfStation } from './variables/station.ts'

/** One variable of the device model, with its actual value. */
export type Variable = {
  component: ocpp.ComponentType
  variable: ocpp.VariableType
  characteristics: ocpp.VariableCharacteristicsType
  read(): string
  /** False refuses the value; `after-restart` keeps it for later. Without it the variable is read-only. */
  write?(value: string): boolean | 'after-restart'
  /** Never shown, a password. */
  isWriteOnly?: boolean
  /** The value of the attribute MaxSet, where there is one. */
  maxSet?: string
}

/** Makes a variable of a charger. */
export type MakeVariable = (world: World201) => Variable

/** All variables of a charger, as they are now. */
export function deviceModel(world: World201): Variable[] {
  return [
    ...variablesOfStation(world),
    ...[...communication, ...controllers, ...securityVariables, ...world.additions.variables].map((make) =>
      make(world),
    ),
    ...world.charger.evses.flatMap((evse) => variablesOfEvse(evse)),
  ]
}

/** Names compare without regard to case. */
export function findVariable(
  model: readonly Variable[],
  component: ocpp.ComponentType,
  variable: ocpp.VariableType,
): Variable | 'unknown-component' | 'unknown-variable' {
  const ofComponent = model.filter((one) => isSameComponent(one.component, component))
  if (ofComponent.length === 0) return 'unknown-component'
  return ofComponent.find((one) => isSameNamed(one.variable, variable)) ?? 'unknown-variable'
}

/** Whether a variable is among those that a question names; no question means all. B08.FR.11, N02.FR.14 */
export function isAskedFor(
  { component, variable }: Pick<Variable, 'component' | 'variable'>,
  asked: readonly ocpp.ComponentVariableType[] | undefined,
): boolean {
  if (asked === undefined) return true
  return asked.some(
    (one) =>
      isWithin(component, one.component) &&
      (one.variable === undefined ||
        (isSameText(one.variable.name, variable.name) &&
          (one.variable.instance === undefined || isSameText(one.variable.instance, variable.instance)))),
  )
}

export function isSameComponent(one: ocpp.ComponentType, other: ocpp.ComponentType): boolean {
  const isSamePlace = one.evse?.id === other.evse?.id && one.evse?.connectorId === other.evse?.connectorId
  return isSamePlace && isSameNamed(one, other)
}

export function isSameNamed(one: Named, other: Named): boolean {
  return isSameText(one.name, other.name) && isSameText(one.instance, other.instance)
}

// What a question leaves out stands for any.
function isWithin(component: ocpp.ComponentType, { name, instance, evse }: ocpp.ComponentType): boolean {
  return (
    isSameText(component.name, name) &&
    (instance === undefined || isSameText(component.instance, instance)) &&
    (evse === undefined || evse.id === component.evse?.id) &&
    (evse?.connectorId === undefined || evse.connectorId === component.evse?.connectorId)
  )
}

function isSameText(one: string | undefined, other: string | undefined): boolean {
  return one?.toLowerCase() === other?.toLowerCase()
}

type Named = { name: string; instance?: string }
