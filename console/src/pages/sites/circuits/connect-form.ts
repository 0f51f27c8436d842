import type { ChargerToConnect, EvseSteering, SiteCharger } from '../../../../../api/console/wire/site-chargers.ts'
import { amountText, optionalAmount } from '../amount.ts'

/** How an EVSE is supplied, as its form has it; DC in kW. */
export interface EvseForm {
  evse: number
  kind: 'ac' | 'dc'
  phases: EvseSteering['phases']
  /** Empty: nobody has said. */
  rotation: NonNullable<EvseSteering['rotation']> | ''
  maxA: string
  cableA: string
  max: string
  min: string
  fallback: string
}

export interface ConnectForm extends Record<string, unknown> {
  charger: number | null
  maxA: string
  max: string
  klass: string
  weight: string
  /** Empty when it hangs nowhere yet: then it is as the charger told. */
  evses: EvseForm[]
}

export function formOf(charger: SiteCharger | null): ConnectForm {
  return {
    charger: charger?.id ?? null,
    maxA: amountText(charger?.maxA),
    max: amountText(charger?.maxW, 0.001),
    klass: String(charger?.klass ?? 0),
    weight: amountText(charger?.weight ?? 1),
    evses: (charger?.evses ?? []).map((one) => ({
      evse: one.evse,
      kind: one.kind,
      phases: one.phases,
      rotation: one.rotation ?? '',
      maxA: amountText(one.maxA),
      cableA: amountText(one.cableA),
      max: amountText(one.maxW, 0.001),
      min: amountText(one.min, one.kind === 'dc' ? 0.001 : 1),
      fallback: amountText(one.fallback, one.kind === 'dc' ? 0.001 : 1),
    })),
  }
}

/** Of three phases of AC it may be said on which lines they are. */
export function isTurnable({ kind, phases }: Pick<EvseForm, 'kind' | 'phases'>): boolean {
  return kind === 'ac' && phases === 'L1L2L3'
}

export function connectionOf({ maxA, max, klass, weight, evses }: ConnectForm): ChargerToConnect {
  const watts = (text: string) => {
    const value = optionalAmount(text) ?? null
    return value === null ? null : Math.round(value * 1_000)
  }
  const rate = (kind: 'ac' | 'dc', text: string) => (kind === 'dc' ? (watts(text) ?? 0) : (optionalAmount(text) ?? 0))
  return {
    maxA: optionalAmount(maxA) ?? null,
    maxW: watts(max),
    klass: Number(klass),
    weight: optionalAmount(weight) ?? 1,
    ...(evses.length === 0
      ? {}
      : {
          evses: evses.map((one) => ({
            evse: one.evse,
            kind: one.kind,
            phases: one.phases,
            rotation: isTurnable(one) && one.rotation !== '' ? one.rotation : null,
            maxA: optionalAmount(one.maxA) ?? 0,
            cableA: one.kind === 'ac' ? (optionalAmount(one.cableA) ?? null) : null,
            maxW: watts(one.max),
            min: rate(one.kind, one.min),
            fallback: rate(one.kind, one.fallback),
          })),
        }),
  }
}
