import { type Static, Type } from 'typebox'
import { closed, Id, orNull, pageOf, Time, Words } from './parts.ts'

/** A payload, a schema, what was asked for: any JSON object. */
const AnyObject = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })

export const ocppVersions = ['1.6', '2.0.1', '2.1'] as const

/** GET /ocpp-actions?version=2.1 : the messages that can be sent to a charger of that version, in order of their names. */
export const OcppVersionQuery = Type.Object({ version: Words(ocppVersions) }, closed)
export const OcppActions = Type.Object({ version: Words(ocppVersions), items: Type.Array(Type.String()) })
export type OcppActions = Static<typeof OcppActions>

/** GET /ocpp-commands?version=1.6 : the kinds of command that a charger of that version cannot be asked for, and why. */
export const OcppCommands = Type.Object({
  version: Words(ocppVersions),
  refused: Type.Array(Type.Object({ kind: Type.String(), reason: Type.String() })),
})
export type OcppCommands = Static<typeof OcppCommands>

/** GET /ocpp-schema?version=2.1&action=Reset : the published JSON schema of the payload. */
export const OcppSchemaQuery = Type.Object(
  { version: Words(ocppVersions), action: Type.String({ minLength: 1, maxLength: 50 }) },
  closed,
)
export const OcppSchema = Type.Object({ action: Type.String(), schema: AnyObject })
export type OcppSchema = Static<typeof OcppSchema>

export const errandKinds = [
  'certificate',
  'charging-profiles',
  'customer-information',
  'der-report',
  'diagnostics',
  'display-messages',
  'firmware',
  'log',
  'monitoring-report',
  'provisioning',
  'publish-firmware',
  'remote-start',
  'report',
  'security-profile',
] as const

/** What a charger goes on with after its answer, such as firmware that it installs. It always ends. */
export const ErrandView = Type.Object({
  id: Id,
  chargerId: Id,
  /** One of `errandKinds`, or one that is newer than this list. */
  kind: Type.String(),
  state: Words(['open', 'done', 'failed', 'expired', 'cancelled'] as const),
  /** The charger's last word on it, as it was spelled. */
  progress: orNull(Type.String()),
  commandId: orNull(Id),
  /** What was asked for, and what came of it; without secrets. */
  asked: AnyObject,
  result: orNull(AnyObject),
  createdAt: Time,
  progressedAt: orNull(Time),
  /** When it is given up. */
  deadlineAt: Time,
  endedAt: orNull(Time),
})
export type ErrandView = Static<typeof ErrandView>

/** GET /chargers/{id}/errands?kind&limit, newest first. */
export const ErrandQuery = Type.Object(
  {
    kind: Type.Optional(Words(errandKinds)),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
)
export const Errands = Type.Object({ items: Type.Array(ErrandView) })
export type Errands = Static<typeof Errands>

/** GET /chargers/{id}/errands/{errand}, with its steps, oldest first. */
export const ErrandDetail = Type.Object({
  ...ErrandView.properties,
  steps: Type.Array(Type.Object({ at: Time, progress: Type.String(), detail: orNull(Type.String()) })),
})
export type ErrandDetail = Static<typeof ErrandDetail>

export const eventKinds = ['security', 'device', 'der', 'battery-swap', 'settlement'] as const

/** Something that a charger told of. */
export const ChargerEventView = Type.Object({
  id: Id,
  at: Time,
  receivedAt: Time,
  /** One of `eventKinds`, or one that is newer than this list. */
  kind: Type.String(),
  /** In the charger's words: `TamperDetectionActivated`, `Connector.Problem`. */
  type: Type.String(),
  /** 0 danger to 9 debug; null when it was not told. */
  severity: orNull(Type.Integer()),
  evse: orNull(Type.Integer()),
  connector: orNull(Type.Integer()),
  /** What else it said. */
  body: AnyObject,
  /** Since when it is over; null while it goes on, and of what has no end. */
  clearedAt: orNull(Time),
})
export type ChargerEventView = Static<typeof ChargerEventView>

/** GET /chargers/{id}/events?before&limit&kind&open, newest first. */
export const EventQuery = Type.Object(
  {
    before: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,14}$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    kind: Type.Optional(Words(eventKinds)),
  },
  closed,
)
export const ChargerEvents = pageOf(ChargerEventView)
export type ChargerEvents = Static<typeof ChargerEvents>

/** GET /chargers/{id}/troubles : what the charger reports as wrong with it and has not called off, the worst first. */
export const Troubles = Type.Object({ items: Type.Array(ChargerEventView) })
export type Troubles = Static<typeof Troubles>
