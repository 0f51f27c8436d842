import type { VariablePlace } from './device-variable.ts'

/**
 * The items of a list, without the blanks and quotes that chargers put around them (D-07). A list that begins with a
 * bracket is one that was written as JSON.
 */
export function itemsOf(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.replaceAll(/^[\s'"[\]]+|[\s'"[\]]+$/g, ''))
    .filter((item) => item !== '')
}

/** Whether a charger means the same by both: chargers write booleans, numbers and lists in their own way. */
export function isSameValue(one: string, other: string): boolean {
  return plain(one) === plain(other)
}

function plain(value: string): string {
  const items = itemsOf(value).map((item) => item.toLowerCase())
  return items.map((item) => (/^-?\d+(\.\d+)?$/.test(item) ? String(Number(item)) : item)).join(',')
}

/** Units in which a charger takes limits, from whatever it says of them. */
export function rateUnitsOf(value: string): ('A' | 'W')[] {
  const units = new Set<'A' | 'W'>()
  for (const item of itemsOf(value)) {
    const unit = rateUnits[item.toLowerCase()]
    if (unit) units.add(unit)
  }
  return [...units]
}

// 1.6 says Current and Power, 2.x A and W; chargers mix them.
const rateUnits: Record<string, 'A' | 'W'> = {
  a: 'A',
  amp: 'A',
  ampere: 'A',
  amps: 'A',
  current: 'A',
  w: 'W',
  watt: 'W',
  watts: 'W',
  power: 'W',
}

/** Whether its value opens something: such values are never kept, whoever tells them. */
export function isSecretVariable({ component, variable }: Pick<VariablePlace, 'component' | 'variable'>): boolean {
  return secretName.test(variable) || secretName.test(component)
}

const secretName =
  /authorizationkey|password|passwd|passphrase|secret|simpin|vpnkey|privatekey|api[_-]?key|access[_-]?key/i
