import type { CommandState } from '../commands/command.ts'
import type { ErrandState } from '../errands/errand.ts'

/** A roll-out of one registered firmware to many chargers, wave by wave (J-03). */
export type Campaign = {
  id: number
  name: string
  firmwareId: number
  /** `stopped` by itself, because too many failed; `cancelled` by somebody. */
  state: 'running' | 'paused' | 'done' | 'stopped' | 'cancelled'
  reason: string | null
  plan: CampaignPlan
  /** The campaign that this one takes back. */
  undoesId: number | null
  createdBy: string
  createdAt: Temporal.Instant
  endedAt: Temporal.Instant | null
}

export type CampaignPlan = {
  /** How many chargers each wave takes; the last size goes for all that follow. */
  waves: number[]
  /** It stops when more than this share of the chargers that have ended have failed. */
  stopAtFailurePercent: number
  /** How long the chargers of a wave are waited for: those that cannot be taken by then are left out. */
  waveHours: number
  /** Chargers install it then, so that a session is no hindrance; null installs it at once. */
  installAt: string | null
}

/** A charger in a campaign. It is asked at most once. */
export type CampaignMember = {
  chargerId: number
  identity: string
  wave: number
  state: 'waiting' | 'asked' | 'done' | 'failed' | 'skipped'
  /** Why it failed or was left out, or what it still waits for. */
  reason: string | null
  fromVersion: string | null
  commandId: number | null
  askedAt: Temporal.Instant | null
  endedAt: Temporal.Instant | null
}

/** A charger as a campaign has to know it. */
export type CampaignSubject = {
  chargerId: number
  identity: string
  vendor: string | null
  model: string | null
  firmware: string | null
  isConnected: boolean
  isCharging: boolean
  /** It is at an update that is not this campaign's. */
  isUpdating: boolean
  /** Blocked, removed, or not accepted. */
  isOut: boolean
}

/** A member with what is known of its charger and of its order. */
export type MemberStanding = {
  member: CampaignMember
  subject: CampaignSubject
  /** Null before it was asked. The newest command of its order, and the errand of that. */
  order: {
    command: CommandState
    reason: string | null
    errand: ErrandState | null
    progress: string | null
  } | null
}

export type CampaignStore = {
  /** Newest first. */
  list(): Promise<Campaign[]>
  find(id: number): Promise<Campaign | null>
  members(id: number): Promise<CampaignMember[]>
  /** All chargers of the tenant, by identity. */
  subjects(): Promise<CampaignSubject[]>
}

export type CampaignWriter = {
  add(
    campaign: Pick<Campaign, 'name' | 'firmwareId' | 'plan' | 'undoesId'>,
    members: readonly Pick<CampaignMember, 'chargerId' | 'wave' | 'fromVersion'>[],
  ): Promise<Campaign>
  /** Locked until the end of the transaction; null when there is none, or somebody else is at it. */
  take(id: number): Promise<Campaign | null>
  /** The same, but waits for whoever is at it. */
  lock(id: number): Promise<Campaign | null>
  /** Those that are not at their end. */
  standings(id: number): Promise<MemberStanding[]>
  members(id: number): Promise<CampaignMember[]>
  setMember(
    campaignId: number,
    chargerId: number,
    change: { state?: CampaignMember['state']; reason: string | null; commandId?: number },
  ): Promise<void>
  setState(id: number, state: Campaign['state'], reason: string | null): Promise<void>
}
