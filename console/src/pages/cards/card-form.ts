import type { Card, CardChange, NewCard } from '../../../../api/console/wire/administration.ts'
import { endOfDay, lastDay } from './card-rules.ts'

/** A card as its form has it: everything is text, and empty is nothing. */
export type CardForm = Record<'uid' | 'visualNumber' | 'vehicle' | 'group' | 'validUntil' | 'note', string>

export const mostCharacters = { visualNumber: 64, vehicle: 100, group: 36, note: 200 } as const

export function formOf(card: Card | null): CardForm {
  return {
    uid: card?.uid ?? '',
    visualNumber: card?.visualNumber ?? '',
    vehicle: card?.vehicle ?? '',
    group: card?.group ?? '',
    validUntil: lastDay(card?.validUntil ?? null),
    note: card?.note ?? '',
  }
}

export function newCardOf(form: CardForm): NewCard {
  const { uid, ...details } = form
  return { uid, ...detailsOf(details) }
}

/** Only what the person changed: an end at noon that another door set stays at noon. */
export function cardChangeOf(before: CardForm, form: CardForm): CardChange {
  const { uid: _, ...details } = form
  const changed = Object.entries(detailsOf(details)).filter(([name]) => {
    const field = name as keyof typeof details
    return form[field].trim() !== before[field]
  })
  return Object.fromEntries(changed)
}

function detailsOf(form: Omit<CardForm, 'uid'>) {
  return {
    visualNumber: form.visualNumber.trim() || null,
    vehicle: form.vehicle.trim() || null,
    group: form.group.trim() || null,
    note: form.note.trim() || null,
    validUntil: endOfDay(form.validUntil),
  }
}
