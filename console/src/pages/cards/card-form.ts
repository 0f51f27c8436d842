import type { Card, CardChange, NewCard } from '../../../../api/console/wire/administration.ts'
import { endOfDay, lastDay } from './card-rules.ts'

/** A card as its form has it: what is said of it is text, and empty is nothing. */
export type CardForm = Record<'uid' | 'visualNumber' | 'vehicle' | 'group' | 'validUntil' | 'note', string> &
  Pick<Card, 'whitelist' | 'masterPass' | 'oneSessionAtATime'>

export const mostCharacters = { visualNumber: 64, vehicle: 100, group: 36, note: 200 } as const

export function formOf(card: Card | null): CardForm {
  return {
    uid: card?.uid ?? '',
    visualNumber: card?.visualNumber ?? '',
    vehicle: card?.vehicle ?? '',
    group: card?.group ?? '',
    validUntil: lastDay(card?.validUntil ?? null),
    note: card?.note ?? '',
    whitelist: card?.whitelist ?? 'ALLOWED',
    masterPass: card?.masterPass ?? false,
    oneSessionAtATime: card?.oneSessionAtATime ?? false,
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
    const now = form[name as keyof typeof details]
    return (typeof now === 'string' ? now.trim() : now) !== before[name as keyof typeof details]
  })
  return Object.fromEntries(changed)
}

/** What takes a change back: those members as the card had them. */
export function cardChangeBack(card: Card, change: CardChange): CardChange {
  const { visualNumber, vehicle, group, note, validUntil, whitelist, masterPass, oneSessionAtATime } = card
  const before = { visualNumber, vehicle, group, note, validUntil, whitelist, masterPass, oneSessionAtATime }
  return Object.fromEntries(Object.entries(before).filter(([name]) => name in change))
}

function detailsOf(form: Omit<CardForm, 'uid'>) {
  return {
    visualNumber: form.visualNumber.trim() || null,
    vehicle: form.vehicle.trim() || null,
    group: form.group.trim() || null,
    note: form.note.trim() || null,
    validUntil: endOfDay(form.validUntil),
    whitelist: form.whitelist,
    masterPass: form.masterPass,
    oneSessionAtATime: form.oneSessionAtATime,
  }
}
