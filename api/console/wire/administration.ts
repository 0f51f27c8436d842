import { type Static, Type } from 'typebox'
import { CardOptions, CardOptionsChange } from './local-lists.ts'
import { closed, Id, orNull, pageOf, Role, Switch, Time, Words } from './parts.ts'

/** `q` is a part of the uid, the printed number, the vehicle, the group or the note. */
const cardFilter = {
  q: Type.Optional(Type.String({ maxLength: 100 })),
  status: Type.Optional(Words(['active', 'blocked', 'expired'] as const)),
}
export const CardFilterQuery = Type.Object(cardFilter, closed)
/** GET /cards */
export const CardQuery = Type.Object(
  {
    ...cardFilter,
    after: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
)
/** GET /cards.csv and GET /chargers.csv; `excel` is for double clicks: semicolons, and a byte order mark. */
export const CardExportQuery = Type.Object({ ...cardFilter, excel: Type.Optional(Switch) }, closed)
export const ChargerExportQuery = Type.Object({ q: cardFilter.q, excel: Type.Optional(Switch) }, closed)
export const Card = Type.Object({
  id: Id,
  uid: Type.String(),
  type: Type.String(),
  status: Words(['active', 'blocked', 'expired'] as const),
  validUntil: orNull(Time),
  vehicle: orNull(Type.String()),
  group: orNull(Type.String()),
  visualNumber: orNull(Type.String()),
  note: orNull(Type.String()),
  ...CardOptions.properties,
  createdAt: Time,
})
export type Card = Static<typeof Card>
export const Cards = pageOf(Card)
/** POST /cards */
export const NewCard = Type.Object(
  {
    uid: Type.String({ minLength: 1, maxLength: 36 }),
    vehicle: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 100 }))),
    group: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 36 }))),
    visualNumber: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 64 }))),
    note: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 200 }))),
    validUntil: Type.Optional(orNull(Time)),
    ...CardOptionsChange.properties,
  },
  closed,
)
export type NewCard = Static<typeof NewCard>
/** PATCH /cards/{id}; DELETE /cards/{id} removes it, POST /cards/{id}/restore brings it back. */
export const CardChange = Type.Object(
  {
    blocked: Type.Optional(Type.Boolean()),
    vehicle: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 100 }))),
    group: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 36 }))),
    visualNumber: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 64 }))),
    note: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 200 }))),
    validUntil: Type.Optional(orNull(Time)),
    ...CardOptionsChange.properties,
  },
  closed,
)
export type CardChange = Static<typeof CardChange>

/**
 * POST /cards/import and POST /chargers/import, with the file as a `text/csv` body. A file with a bad line changes
 * nothing unless `skipBad`; `dryRun` changes nothing at all. Made passwords of chargers are in `added`, once.
 */
export const ImportQuery = Type.Object(
  { dryRun: Type.Optional(Type.Boolean()), skipBad: Type.Optional(Type.Boolean()) },
  closed,
)
export const ImportReport = Type.Object({
  lines: Type.Integer(),
  imported: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  /** All of them; `bad` has the first 1 000. */
  badLines: Type.Integer(),
  /** True when nothing was written, because of bad lines or because it was a dry run. */
  rolledBack: Type.Boolean(),
  bad: Type.Array(Type.Object({ line: Type.Integer(), column: orNull(Type.String()), message: Type.String() })),
  added: Type.Array(Type.Object({ identity: Type.String(), password: orNull(Type.String()) })),
})
export type ImportReport = Static<typeof ImportReport>

/** GET /clients */
export const Client = Type.Object({
  id: Id,
  clientId: Type.String(),
  name: Type.String(),
  package: Words(['basic', 'advanced', 'premium'] as const),
  grants: Type.Array(Type.String()),
  enabled: Type.Boolean(),
  createdAt: Time,
  lastUsedAt: orNull(Time),
})
export type Client = Static<typeof Client>
export const Clients = Type.Object({ items: Type.Array(Client) })
/** POST /clients; POST /clients/{id}/secret makes a new secret. Both show the secret once. PATCH /clients/{id}, DELETE. */
const Package = Words(['basic', 'advanced', 'premium'] as const)
const Grants = Type.Array(
  Words([
    ...(['chargerStatus', 'transactions', 'sessionReports', 'timeSeries', 'forceTermination', 'rfid'] as const),
    ...(['remoteCommands', 'reservations', 'chargerControl', 'vpp', 'vdv261'] as const),
  ]),
  { minItems: 1, maxItems: 20 },
)
export const NewClient = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 100 }), package: Package, grants: Type.Optional(Grants) },
  closed,
)
export const ClientSecret = Type.Object({ id: Id, clientId: Type.String(), secret: Type.String() })
export type ClientSecret = Static<typeof ClientSecret>
/** Off or on, or what it may call: a package as it is, or with grants of one's own choice. */
export const ClientChange = Type.Union([
  Type.Object({ enabled: Type.Boolean() }, closed),
  Type.Object({ package: Package, grants: Type.Optional(Grants) }, closed),
])

/** GET /api-tokens; DELETE /api-tokens/{id} takes one away for good. */
export const ApiToken = Type.Object({ id: Id, name: Type.String(), createdAt: Time, lastUsedAt: orNull(Time) })
export type ApiToken = Static<typeof ApiToken>
export const ApiTokens = Type.Object({ items: Type.Array(ApiToken) })
/** POST /api-tokens; the token is shown once. */
export const NewApiToken = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) }, closed)
export const MadeApiToken = Type.Object({ id: Id, name: Type.String(), token: Type.String() })
export type MadeApiToken = Static<typeof MadeApiToken>

/** GET /accounts */
export const Account = Type.Object({
  id: Id,
  login: Type.String(),
  name: Type.String(),
  role: Role,
  enabled: Type.Boolean(),
  secondFactor: Type.Boolean(),
  mustChangePassword: Type.Boolean(),
  createdAt: Time,
  lastLoginAt: orNull(Time),
})
export type Account = Static<typeof Account>
export const Accounts = Type.Object({ items: Type.Array(Account) })
/** POST /accounts, and POST /accounts/{id}/password: both show a made password once; it must be changed at login. */
export const NewAccount = Type.Object(
  {
    login: Type.String({ minLength: 1, maxLength: 200 }),
    name: Type.String({ minLength: 1, maxLength: 100 }),
    role: Role,
  },
  closed,
)
export const AccountPassword = Type.Object({ id: Id, login: Type.String(), password: Type.String() })
export type AccountPassword = Static<typeof AccountPassword>
/** PATCH /accounts/{id}. The last enabled administrator cannot be taken away (`conflict`). */
export const AccountChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    role: Type.Optional(Role),
    enabled: Type.Optional(Type.Boolean()),
    /** Only `false`: takes a lost second factor away. */
    secondFactor: Type.Optional(Type.Literal(false)),
  },
  closed,
)

/** GET /audit?q&after&limit, newest first. */
export const AuditQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 100 })),
    after: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
)
export const AuditEntry = Type.Object({
  id: Id,
  at: Time,
  actor: Type.String(),
  door: Type.String(),
  action: Type.String(),
  subject: orNull(Type.String()),
  detail: orNull(Type.Record(Type.String(), Type.Unknown())),
})
export type AuditEntry = Static<typeof AuditEntry>
export const Audit = pageOf(AuditEntry)

/** GET /settings: every setting of the server with where it comes from; secrets say only whether they are set. */
export const SettingView = Type.Object({
  variable: Type.String(),
  group: Type.String(),
  value: orNull(Type.String()),
  unit: orNull(Type.String()),
  source: Words(['environment', 'default'] as const),
  description: Type.String(),
})
export const RetentionValue = Type.Object({
  name: Words([
    'messageLogDays',
    'statusReportDays',
    'linkChangeDays',
    'readingDays',
    'commandDays',
    'eventDays',
    'steeringDays',
  ] as const),
  variable: Type.String(),
  /** 0 is for ever. */
  days: Type.Integer(),
  defaultDays: Type.Integer(),
  source: Words(['environment', 'stored', 'default'] as const),
})
export const Settings = Type.Object({
  settings: Type.Array(SettingView),
  retention: Type.Array(RetentionValue),
  /** False when this installation has several tenants: then only the command line may change retention. */
  retentionChangeable: Type.Boolean(),
})
export type Settings = Static<typeof Settings>
/** PATCH /settings/retention: days by name; null goes back to the default. */
export const RetentionChange = Type.Partial(
  Type.Object({
    messageLogDays: orNull(Type.Integer({ minimum: 0, maximum: 36_500 })),
    statusReportDays: orNull(Type.Integer({ minimum: 0, maximum: 36_500 })),
    linkChangeDays: orNull(Type.Integer({ minimum: 0, maximum: 36_500 })),
    readingDays: orNull(Type.Integer({ minimum: 0, maximum: 36_500 })),
    commandDays: orNull(Type.Integer({ minimum: 0, maximum: 36_500 })),
    eventDays: orNull(Type.Integer({ minimum: 0, maximum: 36_500 })),
    steeringDays: orNull(Type.Integer({ minimum: 0, maximum: 36_500 })),
  }),
  closed,
)
export type RetentionChange = Static<typeof RetentionChange>
