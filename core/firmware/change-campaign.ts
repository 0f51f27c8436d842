import type { Context, Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { leaveOut } from './advance-campaign.ts'
import type { Campaign } from './campaign.ts'
import { type Firmware, firmwareFits } from './firmware.ts'
import { startCampaign } from './start-campaign.ts'

/**
 * Pauses a campaign, goes on with it, or gives it up. What chargers have begun goes on in any case; orders that were
 * not sent yet are taken back when it is given up.
 */
export async function changeCampaign(
  ctx: Uses<'transaction'>,
  id: number,
  wanted: 'running' | 'paused' | 'cancelled',
): Promise<Campaign> {
  return ctx.transaction(async (tx) => {
    const campaign = await tx.campaigns.lock(id)
    if (!campaign) throw noCampaign(id)
    if (campaign.state === wanted) return campaign
    if (campaign.state !== 'running' && campaign.state !== 'paused') {
      throw new Problem('conflict', 'This campaign has come to its end.', { subject: 'state' })
    }
    await tx.campaigns.setState(id, wanted, null)
    if (wanted === 'cancelled') {
      await leaveOut(tx, id, 'the campaign was cancelled')
      for (const { member } of await tx.campaigns.standings(id)) {
        if (member.commandId !== null)
          await tx.commands.end(member.commandId, 'cancelled', 'The campaign was cancelled.')
      }
    }
    await tx.audit(`firmware-campaign.${wanted}`, campaign.name, { campaign: id })
    return { ...campaign, state: wanted }
  })
}

/**
 * Takes a campaign back: the chargers that it updated get what they had before, one campaign for each former version
 * that is registered. Says which chargers cannot be taken back, and why.
 */
export async function undoCampaign(
  ctx: Pick<Context, 'campaigns' | 'firmware' | 'settings' | 'transaction'>,
  id: number,
): Promise<{ campaigns: Campaign[]; left: { identity: string; reason: string }[] }> {
  const campaign = await ctx.campaigns.find(id)
  if (!campaign) throw noCampaign(id)
  if (campaign.state === 'running' || campaign.state === 'paused') {
    throw new Problem('conflict', 'The campaign is still under way: cancel it first.', { subject: 'state' })
  }
  const updated = (await ctx.campaigns.members(id)).filter(({ state }) => state === 'done')
  const subjects = new Map((await ctx.campaigns.subjects()).map((one) => [one.chargerId, one]))
  const registered = (await ctx.firmware.list()).filter(({ retiredAt }) => retiredAt === null)
  const groups = new Map<number, { firmware: Firmware; identities: string[] }>()
  const left: { identity: string; reason: string }[] = []
  for (const { chargerId, identity, fromVersion } of updated) {
    const subject = subjects.get(chargerId)
    const former = subject && registered.find((one) => one.version === fromVersion && firmwareFits(one, subject))
    if (!former) left.push({ identity, reason: `version ${fromVersion ?? 'unknown'} is not registered for it` })
    else
      groups.set(former.id, { firmware: former, identities: [...(groups.get(former.id)?.identities ?? []), identity] })
  }
  if (groups.size === 0)
    throw new Problem('conflict', 'No charger can be taken back: no former firmware is registered.')
  const campaigns: Campaign[] = []
  for (const { firmware, identities } of groups.values()) {
    const selection = { identities, vendor: null, model: null, firmware: null }
    const name = `${campaign.name}, back to ${firmware.version}`
    const plan = { ...campaign.plan, installAt: null }
    campaigns.push(await startCampaign(ctx, { name, firmwareId: firmware.id, selection, plan, undoesId: id }))
  }
  return { campaigns, left }
}

function noCampaign(id: number): Problem {
  return new Problem('not_found', `There is no campaign ${id}.`, { subject: 'id' })
}
