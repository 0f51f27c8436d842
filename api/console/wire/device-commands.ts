import { Type } from 'typebox'
import { messageFormats, messagePriorities, messageStates } from './display-messages.ts'
import { derControlTypes } from './grid.ts'
import { monitoringBases, monitorTypes, Severity } from './monitors.ts'
import { closed, Id, orNull, Time, Words } from './parts.ts'

const Name = Type.String({ minLength: 1, maxLength: 50 })
const Place = Type.Integer({ minimum: 0, maximum: 999 })
const WireInt = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })
const DerType = Words(derControlTypes)
const ControlId = Type.String({ minLength: 1, maxLength: 36 })

/**
 * What can be asked of a charger besides its sessions: display, monitoring, what it keeps of people, and the grid. A
 * version that cannot do one of these says so in `GET /ocpp-commands`, and refuses it with the same reason.
 */
export const deviceCommands = [
  Type.Object({ kind: Type.Literal('clear-cache') }, closed),
  Type.Object({ kind: Type.Literal('read-local-list-version') }, closed),
  Type.Object(
    {
      kind: Type.Literal('show-message'),
      /** Of one that is there and is replaced; null is a new one. */
      id: orNull(WireInt),
      text: Type.String({ minLength: 1, maxLength: 1_024 }),
      format: Words(messageFormats),
      language: orNull(Type.String({ minLength: 2, maxLength: 8 })),
      priority: Words(messagePriorities),
      state: orNull(Words(messageStates)),
      from: orNull(Time),
      until: orNull(Time),
      sessionId: orNull(Id),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('read-messages') }, closed),
  Type.Object({ kind: Type.Literal('clear-message'), id: WireInt }, closed),
  Type.Object({ kind: Type.Literal('set-monitoring-base'), base: Words(monitoringBases) }, closed),
  Type.Object({ kind: Type.Literal('set-monitoring-level'), severity: Severity }, closed),
  Type.Object(
    {
      kind: Type.Literal('set-monitors'),
      monitors: Type.Array(
        Type.Object(
          {
            component: Name,
            componentInstance: orNull(Name),
            evse: orNull(Place),
            connector: orNull(Place),
            variable: Name,
            variableInstance: orNull(Name),
            id: Type.Optional(WireInt),
            type: Words(monitorTypes),
            value: Type.Number(),
            severity: Severity,
            inSessionsOnly: Type.Optional(Type.Boolean()),
          },
          closed,
        ),
        { minItems: 1, maxItems: 50 },
      ),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('read-monitors') }, closed),
  Type.Object(
    { kind: Type.Literal('clear-monitors'), ids: Type.Array(WireInt, { minItems: 1, maxItems: 50 }) },
    closed,
  ),
  /** To clear it asks for the password again: it cannot be brought back. The report is in the errand that follows. */
  Type.Object(
    {
      kind: Type.Literal('customer-information'),
      report: Type.Boolean(),
      clear: Type.Boolean(),
      card: orNull(Type.String({ minLength: 1, maxLength: 36 })),
      customer: orNull(Type.String({ minLength: 1, maxLength: 64 })),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('set-der-control'),
      control: Type.Object(
        {
          id: ControlId,
          type: DerType,
          isDefault: Type.Boolean(),
          priority: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
          startsAt: Type.Optional(Time),
          durationSeconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 31_622_400 })),
          /** The type's own values, in the words of OCPP. */
          terms: Type.Unsafe<Record<string, unknown>>({
            type: 'object',
            additionalProperties: true,
            maxProperties: 20,
          }),
        },
        closed,
      ),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('get-der-control') }, closed),
  Type.Object(
    {
      kind: Type.Literal('clear-der-control'),
      isDefault: Type.Boolean(),
      type: orNull(DerType),
      controlId: orNull(ControlId),
    },
    closed,
  ),
  /** What a session with priority may draw; EVSE 0 is every one. Without such a profile no session gets priority (2.1). */
  Type.Object(
    {
      kind: Type.Literal('set-priority-profile'),
      evse: Place,
      limit: Type.Number({ exclusiveMinimum: 0, maximum: 10_000_000 }),
      unit: Words(['A', 'W'] as const),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('use-priority-charging'), sessionId: Id, activate: Type.Boolean() }, closed),
] as const
