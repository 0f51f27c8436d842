import type { Evse, Reservation } from './evse.ts'
import type { Reservations } from './reservations.ts'
import type { Guest } from './session.ts'

/** What decides where one may charge. */
export type Site = {
  readonly evses: readonly Evse[]
  readonly reservations: Reservations
  readonly isPowered: boolean
  readonly isOperative: boolean
}

export function isOpen(site: Site, evse: Evse): boolean {
  return site.isOperative && evse.isOperative
}

export function mayCharge(site: Site, evse: Evse): boolean {
  return site.isPowered && evse.fault === null && isOpen(site, evse)
}

/** Whether a session may begin here, with a vehicle or before it is plugged. */
export function canTake(site: Site, evse: Evse, { card, group }: Guest): boolean {
  if (evse.session || evse.waiting || !mayCharge(site, evse)) return false
  if (site.reservations.find(evse.number, card, group)) return true
  if (site.reservations.countOf(evse.number) > 0) return false
  const free = site.evses.filter((one) => !one.session && !one.waiting && mayCharge(site, one)).length
  return free > site.reservations.countOf(0)
}

/** The same of a card whose group is not known yet: a reservation for a group may turn out to be its own. */
export function mightTake(site: Site, evse: Evse, card: string): boolean {
  if (canTake(site, evse, { card, group: null })) return true
  return !evse.session && !evse.waiting && mayCharge(site, evse) && site.reservations.hasGroup(evse.number)
}

/** The EVSE that is plugged and has not charged yet, or else an empty one. */
export function choosePlace(site: Site, guest: Guest): Evse | undefined {
  const free = site.evses.filter((evse) => canTake(site, evse, guest))
  return (
    free.find(({ vehicle, isFinished }) => vehicle !== null && !isFinished) ??
    free.find(({ vehicle }) => !vehicle) ??
    free[0]
  )
}

/** Whether there is a place for a reservation, besides those that are reserved already. */
export function judgeReservation(
  site: Site,
  reservation: Reservation,
): 'accepted' | 'occupied' | 'faulted' | 'unavailable' | 'rejected' {
  const wanted = site.evses.filter(({ number }) => reservation.evse === 0 || reservation.evse === number)
  if (wanted.length === 0) return 'rejected'
  if (wanted.every(({ fault }) => fault !== null)) return 'faulted'
  if (wanted.every((evse) => !isOpen(site, evse))) return 'unavailable'
  const isFree = (evse: Evse) => !evse.session && !evse.vehicle && !evse.waiting && mayCharge(site, evse)
  return wanted.filter(isFree).length > site.reservations.rivalsOf(reservation) ? 'accepted' : 'occupied'
}
