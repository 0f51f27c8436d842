import { Type } from 'typebox'
import { closed, Id, orNull } from './parts.ts'

const Evse = Type.Integer({ minimum: 1, maximum: 999 })
const TariffId = Type.String({ minLength: 1, maxLength: 60 })

/** What can be asked of a charger about its sessions and tariffs; `evse` 0 is the charger as a whole. */
export const transactionCommands = [
  Type.Object({ kind: Type.Literal('transaction-status'), sessionId: orNull(Id) }, closed),
  Type.Object(
    {
      kind: Type.Literal('set-default-tariff'),
      evse: Type.Integer({ minimum: 0, maximum: 999 }),
      tariffId: TariffId,
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('get-tariffs'), evse: Type.Integer({ minimum: 0, maximum: 999 }) }, closed),
  Type.Object(
    {
      kind: Type.Literal('clear-tariffs'),
      tariffIds: orNull(Type.Array(TariffId, { minItems: 1, maxItems: 100 })),
      evse: orNull(Evse),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('change-transaction-tariff'), sessionId: Id, tariffId: TariffId }, closed),
  Type.Object(
    {
      kind: Type.Literal('web-payment-started'),
      evse: Evse,
      timeoutSeconds: Type.Integer({ minimum: 0, maximum: 86_400 }),
    },
    closed,
  ),
] as const
