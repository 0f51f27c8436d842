import { Type } from 'typebox'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import type { LocalList } from '#core/local-lists/local-list.ts'
import { readLocalList, sendLocalList, setLocalListMode } from '#core/local-lists/send-list.ts'
import { cancelReservation } from '#core/reservations/cancel-reservation.ts'
import { makeReservation } from '#core/reservations/make-reservation.ts'
import type { Reservation } from '#core/reservations/reservation.ts'
import { type Operations, operation } from './operation.ts'

/** Reservations, and the lists of cards in chargers, by the command line. */
export function reservationOperations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'reservation.add': operation(Add, async ({ tenant, charger, card, evse, group, from, minutes, connectorType }) => {
      const ctx = await contextFor(tenant)
      const startsAt = from === undefined ? null : momentOf(from)
      const wish = {
        evse: evse ?? null,
        tokenUid: card,
        startsAt,
        expiresAt: (startsAt ?? ctx.now()).add({ minutes }),
        connectorType: connectorType ?? null,
        ...(group === undefined ? {} : { groupId: group }),
      }
      return viewReservation(await makeReservation(ctx, charger, wish, { wait: true }))
    }),

    'reservation.cancel': operation(Cancel, async ({ tenant, id }) =>
      viewReservation(await cancelReservation(await contextFor(tenant), id, { wait: true })),
    ),

    'reservation.list': operation(List, async ({ tenant, charger, all }) => {
      const ctx = await contextFor(tenant)
      const found = charger === undefined ? null : await ctx.chargers.find(charger)
      if (charger !== undefined && !found) {
        throw new Problem('charger_not_found', `There is no charger '${charger}'.`, { subject: 'charger' })
      }
      const filter = { chargerId: found?.id ?? null, isOpen: all ? null : true, before: null, limit: 200 }
      return { reservations: (await ctx.reservations.list(filter)).map(viewReservation) }
    }),

    'local-list.show': operation(OfCharger, async ({ tenant, charger }) =>
      viewList(await readLocalList(await contextFor(tenant), charger)),
    ),

    'local-list.switch': operation(Switch, async ({ tenant, charger, mode }) =>
      viewList(await setLocalListMode(await contextFor(tenant), charger, mode)),
    ),

    'local-list.send': operation(OfCharger, async ({ tenant, charger }) => {
      const { id, state } = await sendLocalList(await contextFor(tenant), charger)
      return { charger, command: id, state }
    }),
  }
}

function viewReservation(one: Reservation) {
  const { id, charger, reservationId, evse, tokenUid, startsAt, expiresAt, state, keptBy, reason } = one
  const until = expiresAt.toString({ smallestUnit: 'second' })
  const from = startsAt.toString({ smallestUnit: 'second' })
  const what = { id, charger: charger.identity, reservationId, evse, card: tokenUid, startsAt: from, expiresAt: until }
  return { ...what, state, keptBy, reason }
}

function momentOf(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text)
  } catch {
    throw new Problem('invalid_value', `${text} is no moment such as 2027-01-31T12:00:00Z.`, { subject: 'from' })
  }
}

function viewList({ charger, mode, state, reason, version, confirmedVersion, installed }: LocalList) {
  const cards = Object.keys(installed).length
  return { charger: charger.identity, mode, state, reason, version, confirmedVersion, cards }
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const charger = Type.String({ minLength: 1, maxLength: 255 })
const OfCharger = Type.Object({ tenant, charger }, closed)
const Switch = Type.Object(
  { tenant, charger, mode: Type.Union([Type.Literal('off'), Type.Literal('automatic')]) },
  closed,
)
const List = Type.Object({ tenant, charger: Type.Optional(charger), all: Type.Optional(Type.Boolean()) }, closed)
const Cancel = Type.Object({ tenant, id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }, closed)
const Add = Type.Object(
  {
    tenant,
    charger,
    card: Type.String({ minLength: 1, maxLength: 36 }),
    evse: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
    group: Type.Optional(Type.String({ minLength: 1, maxLength: 36 })),
    from: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    minutes: Type.Integer({ minimum: 1, maximum: 527_000 }),
    connectorType: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  },
  closed,
)
