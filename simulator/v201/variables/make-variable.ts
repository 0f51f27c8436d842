import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { ChargerSettings } from '../../charger-settings.ts'
import type { MakeVariable } from '../device-model.ts'

type NamesOf<V> = { [K in keyof ChargerSettings]: ChargerSettings[K] extends V ? K : never }[keyof ChargerSettings]

export function flag(component: string, name: string, setting: NamesOf<boolean>): MakeVariable {
  return ({ charger: { settings } }) => ({
    ...described(component, name, 'boolean'),
    read: () => String(settings[setting]),
    write(value) {
      if (value !== 'true' && value !== 'false') return false
      settings[setting] = value === 'true'
      return true
    },
  })
}

export function whole(
  component: string,
  name: string,
  setting: NamesOf<number>,
  { unit, instance }: { unit?: string; instance?: string } = {},
): MakeVariable {
  return ({ charger: { settings } }) => ({
    ...described(component, name, 'integer', instance, unit),
    read: () => String(settings[setting]),
    write(value) {
      if (!/^\d{1,7}$/.test(value)) return false
      settings[setting] = Number(value)
      return true
    },
  })
}

export function fixed(
  component: string,
  name: string,
  value: string,
  dataType: ocpp.DataEnumType,
  instance?: string,
): MakeVariable {
  return () => ({ ...described(component, name, dataType, instance), read: () => value })
}

/** A value that is kept and shown, and that others may look up under `Component.Name`. */
export function kept(
  component: string,
  name: string,
  { value, dataType, allows }: { value: string; dataType: ocpp.DataEnumType; allows(value: string): boolean },
): MakeVariable {
  return ({ texts }) => ({
    ...described(component, name, dataType),
    read: () => texts.get(`${component}.${name}`) ?? value,
    write(wanted) {
      if (!allows(wanted)) return false
      texts.set(`${component}.${name}`, wanted)
      return true
    },
  })
}

export function described(
  component: string,
  name: string,
  dataType: ocpp.DataEnumType,
  instance?: string,
  unit?: string,
) {
  return {
    component: { name: component },
    variable: { name, ...(instance === undefined ? {} : { instance }) },
    characteristics: { dataType, supportsMonitoring: false, ...(unit === undefined ? {} : { unit }) },
  }
}

export const isBoolean = (value: string) => value === 'true' || value === 'false'
export const isWhole = (value: string) => /^\d{1,7}$/.test(value)
