import { CallFault } from './rpc/errors.ts'

// The schemas know no bounds for these, but what is made or looked up by them needs some.

/** A connector or EVSE number: each new one is made, so a charger must not be able to make millions (I-01). */
export function plausiblePlace(name: string, number: number): number {
  if (number < 0 || number > highestPlace) throw new CallFault('property', `${name}: out of range`)
  return number
}

/** A name that things are found by; the standard's lengths are a tenth of this, and are not enforced (F-14). */
export function plausibleName(name: string, text: string): string {
  if (text.length > longestName) throw new CallFault('property', `${name}: too long`)
  return text
}

/** Whether something that was not checked may serve as such a name. */
export function isPlausibleName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestName
}

/** A counter of 31 bits. */
export function plausibleCount(name: string, number: number): number {
  if (number < 0 || number > 2_147_483_647) throw new CallFault('property', `${name}: out of range`)
  return number
}

/** A meter's register in Wh: no more than a megawatt gives in ten years, and hardly below zero. */
export function plausibleRegister(name: string, energyWh: number): number {
  if (energyWh < lowestRegisterWh || energyWh > highestRegisterWh)
    throw new CallFault('property', `${name}: out of range`)
  return energyWh
}

const highestPlace = 999
// Their difference is what a session's energy may be at most.
const lowestRegisterWh = -1e9
const highestRegisterWh = 9e10
const longestName = 255
