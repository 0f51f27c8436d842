import type { Tariff } from '../../../../api/console/wire/tariffs.ts'

export const kinds = ['energy', 'chargingTime', 'idleTime', 'fixedFee'] as const
export type Kind = (typeof kinds)[number]

export type Rate = Tariff['energy'][number]
export type Conditions = NonNullable<Rate['when']>

/** A price that holds at times; everything is text, and empty is any. */
export interface SpecialRate {
  price: string
  days: string[]
  fromTime: string
  toTime: string
  fromDate: string
  toDate: string
  fromKwh: string
  toKwh: string
}

/** What one kind of use costs: at certain times, and otherwise. Empty is nothing. */
export interface KindForm {
  usual: string
  special: SpecialRate[]
}

export type TariffForm = Record<Kind, KindForm> & {
  name: string
  currency: string
  taxPercent: string
  minimum: string
  maximum: string
}

/** What the server takes; see `NewTariff` of the wire. */
export type NewTariff = Omit<Tariff, 'id' | 'tariffId' | 'createdAt' | 'retiredAt'>

export const noConditions: SpecialRate = {
  price: '',
  days: [],
  fromTime: '',
  toTime: '',
  fromDate: '',
  toDate: '',
  fromKwh: '',
  toKwh: '',
}

/** An empty form, or one that begins as a copy of a tariff. */
export function formOf(tariff: Tariff | null): TariffForm {
  return {
    name: '',
    currency: tariff?.currency ?? 'EUR',
    taxPercent: tariff?.taxPercent ?? '',
    energy: kindFormOf(tariff?.energy),
    chargingTime: kindFormOf(tariff?.chargingTime),
    idleTime: kindFormOf(tariff?.idleTime),
    fixedFee: kindFormOf(tariff?.fixedFee),
    minimum: tariff?.minimum ?? '',
    maximum: tariff?.maximum ?? '',
  }
}

export function newTariffOf(form: TariffForm): NewTariff {
  return {
    name: form.name.trim(),
    currency: form.currency.trim().toUpperCase(),
    taxPercent: decimalText(form.taxPercent) || '0',
    energy: ratesOf(form.energy),
    chargingTime: ratesOf(form.chargingTime),
    idleTime: ratesOf(form.idleTime),
    fixedFee: ratesOf(form.fixedFee),
    minimum: decimalText(form.minimum) || null,
    maximum: decimalText(form.maximum) || null,
  }
}

/** `0,45` as people write it, as `0.45`. */
export function decimalText(text: string): string {
  return text.trim().replace(',', '.')
}

/** Whether it can be an amount, as the server takes them. */
export function isAmount(text: string): boolean {
  return /^\d{1,7}(\.\d{1,6})?$/.test(decimalText(text))
}

/** A price for certain times that names none would hide the usual one. */
export function hasConditions({ price: _, days, ...texts }: SpecialRate): boolean {
  return (days.length > 0 && days.length < 7) || Object.values(texts).some((text) => text !== '')
}

// The first rate whose conditions hold counts: the usual price comes last, and what comes after one has no effect.
function kindFormOf(rates: readonly Rate[] = []): KindForm {
  const usual = rates.findIndex(({ when }) => when === undefined)
  const special = usual === -1 ? rates : rates.slice(0, usual)
  return {
    usual: rates[usual]?.price ?? '',
    special: special.map(({ price, when = {} }) => {
      const { days = [], ...texts } = when
      return { ...noConditions, ...texts, price, days: days.map(String) }
    }),
  }
}

function ratesOf({ usual, special }: KindForm): Rate[] {
  return [
    ...special.map(({ price, ...when }) => ({ price: decimalText(price), when: conditionsOf(when) })),
    ...(usual.trim() === '' ? [] : [{ price: decimalText(usual) }]),
  ]
}

function conditionsOf({ days, fromKwh, toKwh, ...texts }: Omit<SpecialRate, 'price'>): Conditions {
  const given = Object.entries({ ...texts, fromKwh: decimalText(fromKwh), toKwh: decimalText(toKwh) })
  return {
    ...Object.fromEntries(given.filter(([, text]) => text !== '')),
    ...(days.length > 0 ? { days: days.map(Number).sort() } : {}),
  }
}
