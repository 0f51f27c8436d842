import type { Static } from 'typebox'
import type { NewTariffAssignment, TariffAssignment } from '../../../../api/console/wire/tariffs.ts'
import { decimalText, isAmount } from './tariff-form.ts'

/** An assignment as its form has it: everything is text, and empty is no limit. */
export interface AssignmentForm extends Record<string, unknown> {
  tariff: string
  place: TariffAssignment['place']
  charger: number | null
  evse: string
  card: string
  maxCost: string
  maxKwh: string
  maxMinutes: string
  maxSoc: string
  prepaid: boolean
}

export function assignmentOf(form: AssignmentForm): Static<typeof NewTariffAssignment> {
  const { place, charger, maxCost, maxKwh, maxMinutes, maxSoc, prepaid } = form
  const isPlace = place === 'charger' || place === 'evse'
  return {
    tariff: Number(form.tariff),
    charger: isPlace ? charger : null,
    evse: place === 'evse' ? Number(form.evse) : null,
    card: place === 'token' ? form.card.trim() : null,
    limits: {
      ...(maxCost.trim() === '' ? {} : { maxCost: decimalText(maxCost) }),
      ...(maxKwh.trim() === '' ? {} : { maxEnergyWh: Math.round(Number(decimalText(maxKwh)) * 1_000) }),
      ...(maxMinutes.trim() === '' ? {} : { maxSeconds: Math.round(Number(decimalText(maxMinutes)) * 60) }),
      ...(maxSoc.trim() === '' ? {} : { maxSoc: Number(maxSoc) }),
    },
    prepaid,
  }
}

/** A limit may be left out, and is more than nothing. */
export function isLimit(text: string): boolean {
  return text.trim() === '' || (isAmount(text) && Number(decimalText(text)) > 0)
}

export function isPercent(text: string): boolean {
  return text.trim() === '' || (/^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 100)
}
