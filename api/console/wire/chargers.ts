import { type Static, Type } from 'typebox'
import { deviceCommands } from './device-commands.ts'
import { Clock } from './login.ts'
import { closed, Id, orNull, pageOf, Time, Words } from './parts.ts'
import { transactionCommands } from './transaction-commands.ts'

/**
 * A charger's state in one word, the worst first: `offline` (was connected and is not), `faulted`, `never` (was never
 * connected), `charging`, `occupied` (a vehicle is plugged and does not charge), `reserved`, `unavailable`, `available`.
 */
export const chargerStates = [
  'offline',
  'faulted',
  'never',
  'charging',
  'occupied',
  'reserved',
  'unavailable',
  'available',
] as const
export const ChargerState = Words(chargerStates)
export type ChargerState = Static<typeof ChargerState>

/** One connector of a charger, as it is now. */
export const ConnectorRow = Type.Object({
  evse: Type.Integer(),
  connector: Type.Integer(),
  /** Its number within the charger. */
  number: Type.Integer(),
  /** As reported, in the words of the charger's OCPP version; null when it never said. */
  status: orNull(Type.String()),
  errorCode: orNull(Type.String()),
  since: orNull(Time),
  powerW: orNull(Type.Number()),
  socPercent: orNull(Type.Number()),
  sessionId: orNull(Id),
  /** Of the running session. */
  energyWh: orNull(Type.String()),
})
export type ConnectorRow = Static<typeof ConnectorRow>

/** One charger in the list of all: configured and observed, small enough for ten thousand of them. */
export const ChargerRow = Type.Object({
  id: Id,
  identity: Type.String(),
  name: orNull(Type.String()),
  state: ChargerState,
  /** Since when it is in that state. */
  since: orNull(Time),
  connected: Type.Boolean(),
  version: orNull(Type.String()),
  vendor: orNull(Type.String()),
  model: orNull(Type.String()),
  firmware: orNull(Type.String()),
  /** Sum of its connectors. */
  powerW: Type.Number(),
  /** The last that was heard of it, to the second. */
  heardAt: orNull(Time),
  blocked: Type.Boolean(),
  connectors: Type.Array(ConnectorRow),
})
export type ChargerRow = Static<typeof ChargerRow>

/** GET /board: every charger at once. `cursor` is where the live stream goes on from it. */
export const Board = Type.Object({ clock: Clock, cursor: Type.String(), chargers: Type.Array(ChargerRow) })
export type Board = Static<typeof Board>

/** GET /load?from&to: the site's load, one point a minute or coarser. */
export const LoadPoint = Type.Object({
  at: Time,
  powerW: Type.Number(),
  charging: Type.Integer(),
  connected: Type.Integer(),
  chargers: Type.Integer(),
})
export type LoadPoint = Static<typeof LoadPoint>
export const LoadQuery = Type.Object({ from: Type.Optional(Time), to: Type.Optional(Time) }, closed)
export const Load = Type.Object({ points: Type.Array(LoadPoint) })
export type Load = Static<typeof Load>

/** GET /chargers/{id} */
export const ChargerDetail = Type.Object({
  row: ChargerRow,
  cursor: Type.String(),
  clock: Clock,
  createdAt: Time,
  securityProfile: Type.Integer(),
  hasPassword: Type.Boolean(),
  registration: Words(['accepted', 'pending', 'rejected'] as const),
  commandedAvailability: Words(['operative', 'inoperative'] as const),
  timeZone: orNull(Type.String()),
  /** Where the charger connects to: `/ocpp/CP-1`. */
  ocppPath: Type.String(),
  boot: orNull(
    Type.Object({
      at: orNull(Time),
      vendor: Type.String(),
      model: Type.String(),
      serial: orNull(Type.String()),
      firmware: orNull(Type.String()),
      reason: orNull(Type.String()),
      iccid: orNull(Type.String()),
      imsi: orNull(Type.String()),
      meterType: orNull(Type.String()),
      meterSerial: orNull(Type.String()),
    }),
  ),
  link: orNull(
    Type.Object({
      connected: Type.Boolean(),
      at: Time,
      remoteAddress: orNull(Type.String()),
      reason: orNull(Type.String()),
    }),
  ),
  /** By how much its clock is off, in seconds; null when unknown. */
  clockOffsetSeconds: orNull(Type.Number()),
})
export type ChargerDetail = Static<typeof ChargerDetail>

/** POST /chargers. `password` in the answer is shown once. */
export const NewCharger = Type.Object(
  {
    identity: Type.String({ minLength: 1, maxLength: 48 }),
    name: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 100 }))),
    evses: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })),
  },
  closed,
)
export type NewCharger = Static<typeof NewCharger>
export const AddedCharger = Type.Object({
  id: Id,
  identity: Type.String(),
  password: Type.String(),
  ocppPath: Type.String(),
})
export type AddedCharger = Static<typeof AddedCharger>

/** PATCH /chargers/{id}. DELETE /chargers/{id} takes it out of service and keeps its history; POST /chargers/{id}/restore undoes that. */
export const ChargerChange = Type.Object(
  {
    name: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 100 }))),
    timeZone: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 64 }))),
    blocked: Type.Optional(Type.Boolean()),
  },
  closed,
)
/** POST /chargers/{id}/password makes a new one, shown once; the old one is void. Needs a confirmed session. */
export const NewPassword = Type.Object({ password: Type.String() })

/** POST /chargers/{id}/commands: answered 202 with the command; its outcome comes by the stream or GET /commands/{id}. */
export const CommandRequest = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('start'),
      evse: orNull(Type.Integer({ minimum: 1 })),
      card: Type.String({ minLength: 1, maxLength: 36 }),
    },
    closed,
  ),
  Type.Object(
    { kind: Type.Literal('stop'), sessionId: orNull(Id), evse: orNull(Type.Integer({ minimum: 1 })) },
    closed,
  ),
  Type.Object({ kind: Type.Literal('reset'), mode: Words(['soft', 'hard'] as const) }, closed),
  Type.Object({ kind: Type.Literal('unlock'), connector: Type.Integer({ minimum: 1 }) }, closed),
  Type.Object(
    { kind: Type.Literal('availability'), operative: Type.Boolean(), connector: orNull(Type.Integer({ minimum: 1 })) },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('trigger'),
      message: Words([
        'BootNotification',
        'FirmwareStatusNotification',
        'Heartbeat',
        'LogStatusNotification',
        'MeterValues',
        'PublishFirmwareStatusNotification',
        'StatusNotification',
        'TransactionEvent',
      ] as const),
      connector: orNull(Type.Integer({ minimum: 1 })),
    },
    closed,
  ),
  ...transactionCommands,
  ...deviceCommands,
])
export type CommandRequest = Static<typeof CommandRequest>

export const CommandView = Type.Object({
  id: Id,
  chargerId: Id,
  kind: Type.String(),
  /** What was asked for besides the kind. */
  params: Type.Record(Type.String(), Type.Unknown()),
  state: Words(['queued', 'sent', 'accepted', 'refused', 'timed_out', 'expired', 'cancelled', 'offline'] as const),
  /** Why it was refused, or what the charger answered. */
  reason: orNull(Type.String()),
  requestedBy: Type.String(),
  door: Type.String(),
  /** Waits for a charger that is away, until its deadline. */
  waits: Type.Boolean(),
  /** How often it was sent. */
  attempts: Type.Integer(),
  /** The OCPP message that it became; null before it was sent. */
  action: orNull(Type.String()),
  createdAt: Time,
  sentAt: orNull(Time),
  deadlineAt: Time,
  endedAt: orNull(Time),
})
export type CommandView = Static<typeof CommandView>
/** GET /chargers/{id}/commands?limit */
export const Commands = Type.Object({ items: Type.Array(CommandView) })

/** GET /chargers/{id}/messages?before&limit&q&action&direction&problems, newest first. */
export const MessageQuery = Type.Object(
  {
    before: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    /** Found in the call or the reply, without regard to case. */
    q: Type.Optional(Type.String({ maxLength: 200 })),
    action: Type.Optional(Type.String({ maxLength: 60 })),
    direction: Type.Optional(Words(['in', 'out'] as const)),
    /** Only those that failed or were repaired. */
    problems: Type.Optional(Type.Boolean()),
    from: Type.Optional(Time),
    to: Type.Optional(Time),
  },
  closed,
)
export const Message = Type.Object({
  /** Unique among a charger's messages, and its place in their order. */
  key: Type.String(),
  at: Time,
  /** `in` comes from the charger. */
  direction: Words(['in', 'out'] as const),
  action: Type.String(),
  messageId: Type.String(),
  /** JSON text of the frames, masked. */
  call: Type.String(),
  reply: orNull(Type.String()),
  result: Type.String(),
  repairs: orNull(Type.String()),
  latencyMs: Type.Number(),
})
export type Message = Static<typeof Message>
export const Messages = pageOf(Message)
export type Messages = Static<typeof Messages>

/** GET /chargers/{id}/history?before&limit: connections, boots, statuses, newest first. */
export const HistoryEntry = Type.Object({
  at: Time,
  kind: Words(['connected', 'disconnected', 'status', 'fact'] as const),
  evse: orNull(Type.Integer()),
  connector: orNull(Type.Integer()),
  /** The status, the reason of the disconnection, or the kind of the fact. */
  text: Type.String(),
  detail: orNull(Type.String()),
})
export type HistoryEntry = Static<typeof HistoryEntry>
export const History = pageOf(HistoryEntry)

/** POST /chargers/{id}/custom-ocpp: any message of the charger's own OCPP version, word for word. */
export const CustomMessage = Type.Object(
  {
    action: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9]{0,49}$' }),
    payload: Type.Unsafe<object>({ type: 'object', additionalProperties: true }),
  },
  closed,
)
export type CustomMessage = Static<typeof CustomMessage>
/** It succeeded when the charger answered with a result, whatever that says. */
export const CustomOutcome = Type.Object({
  success: Type.Boolean(),
  response: Type.Unsafe<object | null>({ type: ['object', 'null'], additionalProperties: true }),
  error: orNull(
    Type.Object({
      code: Type.String(),
      description: Type.String(),
      details: Type.Unsafe<object>({ type: 'object', additionalProperties: true }),
    }),
  ),
})
export type CustomOutcome = Static<typeof CustomOutcome>
