import type { Variable } from '../../../../../api/console/wire/provisioning.ts'

/** `HeartbeatInterval`, `MessageTimeout[Default]`; of a 1.6 charger the name of its key. */
export function nameOf({ key, variable, variableInstance, attribute }: Variable, isKeyed: boolean): string {
  const name = isKeyed && key !== null ? key : withInstance(variable, variableInstance)
  return attribute === 'Actual' ? name : `${name} (${attribute})`
}

/** `Connector[main]`: the part of the charger that a variable belongs to. */
export function partOf({ component, componentInstance }: Variable): string {
  return withInstance(component, componentInstance)
}

/** What tells one from all others. */
export function keyOf(variable: Variable): string {
  const { component, componentInstance, evse, connector, variableInstance, attribute } = variable
  return [component, componentInstance, evse, connector, variable.variable, variableInstance, attribute].join('\u0001')
}

export function canBeChanged({ mutability }: Pick<Variable, 'mutability'>): boolean {
  return mutability === 'ReadWrite' || mutability === 'WriteOnly'
}

/** Those that have all the words in their names or values. */
export function foundAmong(variables: readonly Variable[], q: string, onlyChangeable: boolean): Variable[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  return variables.filter((variable) => {
    if (onlyChangeable && !canBeChanged(variable)) return false
    const text = `${partOf(variable)} ${nameOf(variable, false)} ${variable.key ?? ''} ${variable.value ?? ''}`
    return words.every((word) => text.toLowerCase().includes(word))
  })
}

/** The values to choose from; null where any text may be given. */
export function choicesOf({ dataType, valuesList }: Pick<Variable, 'dataType' | 'valuesList'>): string[] | null {
  if (dataType?.toLowerCase() === 'boolean') return ['true', 'false']
  const isOne = dataType?.toLowerCase() === 'optionlist'
  const values = (valuesList ?? '')
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean)
  return isOne && values.length > 0 ? values : null
}

function withInstance(name: string, instance: string | null): string {
  return instance === null ? name : `${name}[${instance}]`
}
