import type { Campaign, CampaignMember, MemberStanding } from './campaign.ts'

type Situation = {
  campaign: Pick<Campaign, 'state' | 'plan' | 'createdAt'>
  version: string
  /** All of them, also those at their end. */
  members: readonly CampaignMember[]
  /** Of those that are not at their end. */
  standings: readonly MemberStanding[]
  now: Temporal.Instant
  /** How much faster than real time the clock runs. */
  clockRate?: number
}

export type Decision = {
  settle: { chargerId: number; state: 'done' | 'failed' | 'skipped'; reason: string | null }[]
  ask: number[]
  /** What keeps a charger waiting, where that has changed. */
  wait: { chargerId: number; reason: string }[]
  /** How the campaign itself goes on; null as it was. */
  end: { state: 'done' | 'stopped'; reason: string | null } | null
}

/**
 * What a campaign does now: which orders have come to their end, and which chargers are asked.
 *
 * A wave begins when all chargers of the one before are at their end, and nothing is asked of anybody once too many
 * have failed. A charger with a session is not taken, unless it is told when to install (J-03).
 */
export function decideCampaign({ campaign, version, members, standings, now, clockRate = 1 }: Situation): Decision {
  const settled = standings.flatMap((standing) => verdictOf(standing, version))
  const decision: Decision = { settle: settled, ask: [], wait: [], end: null }
  const ended = new Map(settled.map((one) => [one.chargerId, one.state]))
  const stateOf = (member: CampaignMember) => ended.get(member.chargerId) ?? member.state

  if (campaign.state === 'cancelled' || campaign.state === 'stopped' || campaign.state === 'done') return decision
  const failed = members.filter((member) => stateOf(member) === 'failed').length
  const done = members.filter((member) => stateOf(member) === 'done').length
  if (failed > 0 && (failed / (failed + done)) * 100 > campaign.plan.stopAtFailurePercent) {
    return { ...decision, end: { state: 'stopped', reason: `${failed} of ${failed + done} chargers failed` } }
  }
  const open = members.filter((member) => ['waiting', 'asked'].includes(stateOf(member)))
  if (open.length === 0) return { ...decision, end: { state: 'done', reason: null } }
  if (campaign.state === 'paused') return decision

  const wave = Math.min(...open.map((member) => member.wave))
  const seconds = Math.round(campaign.plan.waveHours * 3_600 * clockRate)
  const isOver = Temporal.Instant.compare(now, beginOf(wave, campaign, members).add({ seconds })) > 0
  for (const { member, subject } of standings) {
    if (member.wave !== wave || member.state !== 'waiting' || ended.has(member.chargerId)) continue
    const hindrance = hindranceOf(subject, campaign.plan.installAt !== null)
    const { chargerId } = member
    if (hindrance === null) decision.ask.push(chargerId)
    else if (isOver) decision.settle.push({ chargerId, state: 'skipped', reason: hindrance })
    else if (hindrance !== member.reason) decision.wait.push({ chargerId, reason: hindrance })
  }
  return decision
}

/** How an order has ended; nothing while it goes on. What the charger says when it boots is the best proof (J-01). */
function verdictOf({ member, subject, order }: MemberStanding, version: string): Decision['settle'] {
  const { chargerId } = member
  const has = subject.firmware === version
  if (member.state === 'waiting') {
    if (subject.isOut) return [{ chargerId, state: 'skipped', reason: 'it is out of service' }]
    return has ? [{ chargerId, state: 'skipped', reason: 'it has this version already' }] : []
  }
  if (has) return [{ chargerId, state: 'done', reason: null }]
  if (!order) return [{ chargerId, state: 'failed', reason: 'its order is lost' }]
  const { command, errand, progress } = order
  if (errand === 'done') return [{ chargerId, state: 'done', reason: `it still says ${subject.firmware ?? 'nothing'}` }]
  if (errand === 'open' || command === 'queued' || command === 'sent') return []
  const reason = errand === null ? (order.reason ?? command) : (progress ?? order.reason ?? errand)
  return [
    { chargerId, state: 'failed', reason: errand === 'expired' ? `silent since ${progress ?? 'its yes'}` : reason },
  ]
}

function hindranceOf(subject: MemberStanding['subject'], isScheduled: boolean): string | null {
  if (!subject.isConnected) return 'it is not connected'
  if (subject.isUpdating) return 'another update is under way'
  return subject.isCharging && !isScheduled ? 'a session runs' : null
}

/** A wave begins with the end of the one before. */
function beginOf(
  wave: number,
  campaign: Pick<Campaign, 'createdAt'>,
  members: readonly CampaignMember[],
): Temporal.Instant {
  const before = members.filter((member) => member.wave < wave).map(({ endedAt }) => endedAt)
  return before
    .filter((at) => at !== null)
    .reduce((latest, at) => (Temporal.Instant.compare(at, latest) > 0 ? at : latest), campaign.createdAt)
}
