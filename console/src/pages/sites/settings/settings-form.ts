import type { SiteChange, SiteDetail, SiteSettings } from '../../../../../api/console/wire/sites.ts'
import { amountOf, amountText, optionalAmount } from '../amount.ts'

export const policies = [
  'laxity',
  'equal',
  'proportional',
  'first-come',
  'earliest-departure',
  'least-laxity',
] as const satisfies readonly SiteSettings['policy'][]

/** The settings of a site as their form has them: kWh, kW and texts. */
export interface SettingsForm extends Record<string, unknown> {
  name: string
  timeZone: string
  currency: string
  policy: SiteSettings['policy']
  stayHours: string
  needKwh: string
  leaseSeconds: string
  rampKw: string
  stopsDisobedient: boolean
  usualPrice: string
  peakPrice: string
  billingPeriod: SiteSettings['billingPeriod']
  /** '' is the planner's own choice. */
  blockMinutes: string
  bufferMinutes: string
}

export function formOf({ row, settings }: Pick<SiteDetail, 'row' | 'settings'>): SettingsForm {
  return {
    name: row.name,
    timeZone: row.timeZone,
    currency: row.currency ?? '',
    policy: settings.policy,
    stayHours: amountText(settings.usualStayHours),
    needKwh: amountText(settings.usualNeedWh, 0.001),
    leaseSeconds: String(settings.leaseSeconds),
    rampKw: amountText(settings.rampWPerMinute, 0.001),
    stopsDisobedient: settings.stopsDisobedient,
    usualPrice: settings.usualPrice ?? '',
    peakPrice: settings.peakPrice ?? '',
    billingPeriod: settings.billingPeriod,
    blockMinutes: amountText(settings.blockMinutes),
    bufferMinutes: String(settings.departureBufferMinutes),
  }
}

export function changeOf(form: SettingsForm): SiteChange {
  const ramp = optionalAmount(form.rampKw) ?? null
  const price = (text: string) => text.trim().replace(',', '.') || null
  return {
    name: form.name.trim(),
    timeZone: form.timeZone.trim(),
    currency: form.currency.trim().toUpperCase() || null,
    settings: {
      policy: form.policy,
      usualStayHours: amountOf(form.stayHours) ?? 8,
      usualNeedWh: Math.round((amountOf(form.needKwh) ?? 20) * 1_000),
      leaseSeconds: Number(form.leaseSeconds),
      rampWPerMinute: ramp === null ? null : Math.round(ramp * 1_000),
      stopsDisobedient: form.stopsDisobedient,
      usualPrice: price(form.usualPrice),
      peakPrice: price(form.peakPrice),
      billingPeriod: form.billingPeriod,
      blockMinutes: form.blockMinutes === '' ? null : Number(form.blockMinutes),
      departureBufferMinutes: Number(form.bufferMinutes),
    },
  }
}

/** Prices may be negative, and are never rounded. */
export function isPrice(text: string): boolean {
  return /^(-?\d{1,9}([.,]\d{1,9})?)?$/.test(text.trim())
}
