import { type Static, Type } from 'typebox'
import { closed, orNull, Time, Words } from './parts.ts'

export const localListModes = ['off', 'automatic'] as const
export const localListStates = ['unknown', 'current', 'outdated', 'failed', 'unsupported'] as const

/** GET /chargers/{id}/local-list: the cards that a charger goes by while it cannot ask. */
export const LocalList = Type.Object({
  /** Whether the server keeps it. */
  mode: Words(localListModes),
  state: Words(localListStates),
  /** The charger's answer, when it was no. */
  reason: orNull(Type.String()),
  /** The newest version that was sent. */
  version: Type.Integer(),
  /** The version that the charger has by its own word. */
  confirmedVersion: orNull(Type.Integer()),
  /** How many cards it has, as far as it said yes. */
  cards: Type.Integer(),
  /** When it last said yes to a list. */
  acceptedAt: orNull(Time),
})
export type LocalList = Static<typeof LocalList>

/** PATCH /chargers/{id}/local-list */
export const LocalListChange = Type.Object({ mode: Words(localListModes) }, closed)

/** GET and PATCH /cards/{id}/options: how a card is treated. What is not given stays. */
export const CardOptions = Type.Object({
  /** Whether chargers may keep it in their lists; NEVER keeps it out. */
  whitelist: Words(['ALWAYS', 'ALLOWED', 'ALLOWED_OFFLINE', 'NEVER'] as const),
  /** Stops sessions of others, and starts none of its own (OCPP 2.x). */
  masterPass: Type.Boolean(),
  /** A second session elsewhere is refused while one runs. */
  oneSessionAtATime: Type.Boolean(),
})
export type CardOptions = Static<typeof CardOptions>
export const CardOptionsChange = Type.Object(
  {
    whitelist: Type.Optional(CardOptions.properties.whitelist),
    masterPass: Type.Optional(Type.Boolean()),
    oneSessionAtATime: Type.Optional(Type.Boolean()),
  },
  closed,
)

/** GET and PATCH /chargers/{id}/remote-start: the only token that the charger takes from afar; null when it takes any. */
export const RemoteStart = Type.Object({ token: orNull(Type.String({ minLength: 1, maxLength: 20 })) }, closed)
export type RemoteStart = Static<typeof RemoteStart>
