import { type Static, Type } from 'typebox'
import { closed, Id, orNull, Time, Words } from './parts.ts'

const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Hash = Type.String({ pattern: '^[0-9A-Fa-f]{64}$' })

export const Firmware = Type.Object({
  id: Id,
  /** Patterns in which `*` stands for anything; null fits every charger. */
  vendor: orNull(Type.String()),
  model: orNull(Type.String()),
  version: Type.String(),
  sha256: Type.String(),
  /** Null when it lies elsewhere and was never looked at. */
  size: orNull(Type.Number()),
  /** Where it lies when it is not with us, without what lets somebody in. */
  url: orNull(Type.String()),
  isSigned: Type.Boolean(),
  note: Type.String(),
  createdBy: Type.String(),
  createdAt: Time,
  retiredAt: orNull(Time),
})
export type Firmware = Static<typeof Firmware>

/** GET /firmware, newest first. */
export const Firmwares = Type.Object({ items: Type.Array(Firmware) })
export type Firmwares = Static<typeof Firmwares>

const told = {
  vendor: Type.Optional(Text(100)),
  model: Type.Optional(Text(100)),
  version: Text(50),
  /** As 64 hexadecimal digits: what was changed on its way is not kept. */
  sha256: Hash,
  /** Both or none: the maker's certificate as PEM, and the signature of the file as base64. */
  signingCertificate: Type.Optional(Text(5_500)),
  signature: Type.Optional(Text(800)),
  note: Type.Optional(Type.String({ maxLength: 500 })),
}

/** POST /firmware: firmware that lies elsewhere; it is fetched once to compare its hash unless `isTrusted`. */
export const NewFirmwareAddress = Type.Object(
  { ...told, url: Text(2_000), isTrusted: Type.Optional(Type.Boolean()) },
  closed,
)
export type NewFirmwareAddress = Static<typeof NewFirmwareAddress>

/** Query of POST /firmware-files, whose body is the file as `application/octet-stream`. */
export const NewFirmwareFile = Type.Object({ ...told, name: Type.Optional(Text(200)) })
export type NewFirmwareFile = Static<typeof NewFirmwareFile>

/** POST /chargers/:id/firmware. */
export const FirmwareOrder = Type.Object({ firmwareId: Id, installAt: Type.Optional(orNull(Text(40))) }, closed)
export type FirmwareOrder = Static<typeof FirmwareOrder>

export const CampaignState = Words(['running', 'paused', 'done', 'stopped', 'cancelled'] as const)
export const MemberState = Words(['waiting', 'asked', 'done', 'failed', 'skipped'] as const)

export const CampaignPlan = Type.Object(
  {
    /** How many chargers each wave takes; the last size goes for all that follow. */
    waves: Type.Array(Type.Integer({ minimum: 1, maximum: 100_000 }), { minItems: 1, maxItems: 50 }),
    stopAtFailurePercent: Type.Integer({ minimum: 0, maximum: 100 }),
    /** How long the chargers of a wave are waited for. */
    waveHours: Type.Number({ minimum: 0.1, maximum: 2_000 }),
    /** Chargers install it then, whatever they are at; null at once, and only where no session runs. */
    installAt: orNull(Text(40)),
  },
  closed,
)
export type CampaignPlan = Static<typeof CampaignPlan>

const Pattern = orNull(Text(100))
export const CampaignSelection = Type.Object(
  {
    identities: orNull(Type.Array(Text(100), { minItems: 1, maxItems: 10_000 })),
    vendor: Pattern,
    model: Pattern,
    /** The one that they have now. */
    firmware: Pattern,
  },
  closed,
)
export type CampaignSelection = Static<typeof CampaignSelection>

export const CampaignOutline = Type.Object({ firmwareId: Id, selection: CampaignSelection, plan: CampaignPlan }, closed)
export const NewCampaign = Type.Object(
  { name: Text(100), firmwareId: Id, selection: CampaignSelection, plan: CampaignPlan },
  closed,
)
export type NewCampaign = Static<typeof NewCampaign>

const Left = Type.Array(Type.Object({ identity: Type.String(), reason: Type.String() }))

/** POST /firmware-campaigns/preview: nothing is stored. It cannot be started when `atOnce` is more than `mostAtOnce`. */
export const CampaignPreview = Type.Object({
  waves: Type.Array(Type.Array(Type.String())),
  left: Left,
  atOnce: Type.Number(),
  mostAtOnce: Type.Number(),
})
export type CampaignPreview = Static<typeof CampaignPreview>

const campaign = {
  id: Id,
  name: Type.String(),
  firmwareId: Id,
  state: CampaignState,
  /** Why it stopped. */
  reason: orNull(Type.String()),
  plan: CampaignPlan,
  undoesId: orNull(Id),
  createdBy: Type.String(),
  createdAt: Time,
  endedAt: orNull(Time),
}
export const Campaign = Type.Object(campaign)
export type Campaign = Static<typeof Campaign>

/** GET /firmware-campaigns, newest first. */
export const Campaigns = Type.Object({ items: Type.Array(Campaign) })
export type Campaigns = Static<typeof Campaigns>

/** GET /firmware-campaigns/:id. */
export const CampaignDetail = Type.Object({
  ...campaign,
  chargers: Type.Array(
    Type.Object({
      id: Id,
      identity: Type.String(),
      wave: Type.Number(),
      state: MemberState,
      /** Why it failed or was left out, or what it still waits for. */
      reason: orNull(Type.String()),
      fromVersion: orNull(Type.String()),
      commandId: orNull(Id),
      askedAt: orNull(Time),
      endedAt: orNull(Time),
    }),
  ),
})
export type CampaignDetail = Static<typeof CampaignDetail>

/** PATCH /firmware-campaigns/:id. */
export const CampaignChange = Type.Object({ state: Words(['running', 'paused', 'cancelled'] as const) }, closed)
export type CampaignChange = Static<typeof CampaignChange>

/** POST /firmware-campaigns/:id/undo: one campaign for each former version, and whom none can take back. */
export const UndoneCampaign = Type.Object({ campaigns: Type.Array(Campaign), left: Left })
export type UndoneCampaign = Static<typeof UndoneCampaign>

/** POST /chargers/:id/logs. Without a target the charger sends it to us. */
export const LogOrder = Type.Object(
  {
    log: Words(['diagnostics', 'security'] as const),
    from: Type.Optional(orNull(Text(40))),
    to: Type.Optional(orNull(Text(40))),
    target: Type.Optional(orNull(Text(2_000))),
  },
  closed,
)
export type LogOrder = Static<typeof LogOrder>

/** GET /chargers/:id/files: what it has sent, newest first. The name is the charger's own. */
export const ChargerFiles = Type.Object({
  items: Type.Array(
    Type.Object({ id: Id, name: Type.String(), size: Type.Number(), createdAt: Time, errandId: orNull(Id) }),
  ),
})
export type ChargerFiles = Static<typeof ChargerFiles>
