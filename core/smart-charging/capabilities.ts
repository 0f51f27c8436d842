import type { Uses } from '../context.ts'
import { type DeviceVariable, stationVariable, variableKey } from '../devices/device-variable.ts'
import type { RateUnit } from './profile.ts'

/** What a charger says that it can do with profiles. Null is not known: then nothing is held against a profile. */
export type ProfileCapabilities = {
  maxStackLevel: number | null
  units: readonly RateUnit[] | null
  maxPeriods: number | null
  maxProfiles: number | null
  /** Ids up to this one are the charger's own (K01.FR.80). */
  maxExternalId: number | null
  /** Whether it can charge on one of three phases by choice (K01.FR.19). */
  switchesPhases: boolean
  /** Purposes that it keeps over a restart, in the words of 2.x; empty when it does not say (B13.FR.31). */
  persistent: readonly string[]
}

export const noCapabilities: ProfileCapabilities = {
  maxStackLevel: null,
  units: null,
  maxPeriods: null,
  maxProfiles: null,
  maxExternalId: null,
  switchesPhases: false,
  persistent: [],
}

export async function capabilitiesOf(ctx: Uses<'devices'>, charger: { id: number }): Promise<ProfileCapabilities> {
  return readCapabilities(await ctx.devices.variables(charger.id))
}

/** 1.6 chargers say the same by keys, which have their places among the variables. */
export function readCapabilities(variables: readonly DeviceVariable[]): ProfileCapabilities {
  const known = new Map(variables.map((one) => [variableKey(one, one.attribute), one]))
  const find = (variable: string, instance: string | null = null) =>
    known.get(variableKey(stationVariable('SmartChargingCtrlr', variable, instance)))
  const entries = find('Entries', 'ChargingProfiles')
  return {
    maxStackLevel: countIn(find('ProfileStackLevel')?.value),
    units: readUnits(find('RateUnit')?.value),
    maxPeriods: countIn(find('PeriodsPerSchedule')?.value) || null,
    // 2.x counts those that are installed and says the most as the limit; 1.6 says the most, and nothing else of it.
    maxProfiles: entries?.characteristics ? (entries.characteristics.maxLimit ?? null) : countIn(entries?.value),
    maxExternalId: countIn(find('MaxExternalConstraintsId')?.value),
    switchesPhases: isYes(find('ACPhaseSwitchingSupported')?.value) || isYes(find('Phases3to1')?.value),
    persistent: variables
      .filter(({ component, variable, value }) => {
        return component === 'SmartChargingCtrlr' && variable === 'ChargingProfilePersistence' && isYes(value)
      })
      .map(({ variableInstance }) => variableInstance ?? ''),
  }
}

/** `Current,Power`, `A`, `W`, `Power`, in any case; null when nothing of it is understood. */
export function readUnits(text: string | null | undefined): RateUnit[] | null {
  const words = (text ?? '').toLowerCase().split(/[\s,;|]+/)
  const units: RateUnit[] = []
  if (words.some((word) => ['a', 'amp', 'ampere', 'amps', 'current'].includes(word))) units.push('A')
  if (words.some((word) => ['w', 'watt', 'watts', 'power'].includes(word))) units.push('W')
  return units.length > 0 ? units : null
}

function countIn(text: string | null | undefined): number | null {
  return /^\s*\d{1,10}\s*$/.test(text ?? '') ? Number(text) : null
}

function isYes(text: string | null | undefined): boolean {
  return (text ?? '').trim().toLowerCase() === 'true'
}
