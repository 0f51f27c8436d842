import type { Context, Transaction } from '../context.ts'
import type { Campaign } from './campaign.ts'
import { decideCampaign } from './decide-campaign.ts'
import type { Firmware } from './firmware.ts'

type Used = Pick<Context, 'chargerLink' | 'firmware' | 'now' | 'settings' | 'tenant' | 'transaction'>

/**
 * Goes on with a campaign where something has happened. That a charger is asked and that the campaign knows it are one
 * commit, so that none is asked twice, whenever the server is killed. One node at a time is at a campaign.
 */
export async function advanceCampaign(ctx: Used, id: number): Promise<void> {
  const asked = await ctx.transaction(async (tx) => {
    const campaign = await tx.campaigns.take(id)
    if (!campaign) return []
    const firmware = await ctx.firmware.find(campaign.firmwareId)
    if (!firmware) return []
    return carryOut(ctx, tx, campaign, firmware)
  })
  for (const charger of asked) ctx.chargerLink.commandsWaiting(charger)
}

async function carryOut(ctx: Used, tx: Transaction, campaign: Campaign, firmware: Firmware) {
  const { id } = campaign
  const [members, standings] = [await tx.campaigns.members(id), await tx.campaigns.standings(id)]
  const now = ctx.now()
  const { clockRate } = ctx.settings
  const decision = decideCampaign({ campaign, version: firmware.version, members, standings, now, clockRate })
  for (const { chargerId, ...change } of decision.settle) await tx.campaigns.setMember(id, chargerId, change)
  for (const { chargerId, reason } of decision.wait) await tx.campaigns.setMember(id, chargerId, { reason })
  if (decision.end) {
    const { state, reason } = decision.end
    await tx.campaigns.setState(id, state, reason)
    if (state === 'stopped') await leaveOut(tx, id, 'the campaign stopped')
    await tx.audit(`firmware-campaign.${state}`, campaign.name, { campaign: id, reason })
    return []
  }
  const chargers = members.filter(({ chargerId }) => decision.ask.includes(chargerId))
  const refs = chargers.map(({ chargerId, identity }) => ({ id: chargerId, tenant: ctx.tenant, identity }))
  for (const charger of refs) {
    const request = {
      kind: 'update-firmware' as const,
      requestId: await tx.commands.nextRequestId(),
      source: { firmware: firmware.id },
      retrieveAt: null,
      installAt: campaign.plan.installAt,
      signing: firmware.signing,
      version: firmware.version,
      unsigned: false,
      retries: 3,
      retryIntervalSeconds: 60,
    }
    const deadline = now.add({ seconds: Math.round(deadlineSeconds * clockRate) })
    const command = await tx.commands.add(charger, request, deadline, { waits: true })
    await tx.campaigns.setMember(id, charger.id, { state: 'asked', reason: null, commandId: command.id })
  }
  return refs
}

/** Those that were not asked yet are never asked. */
export async function leaveOut(tx: Transaction, campaignId: number, reason: string): Promise<void> {
  for (const { chargerId, state } of await tx.campaigns.members(campaignId)) {
    if (state === 'waiting') await tx.campaigns.setMember(campaignId, chargerId, { state: 'skipped', reason })
  }
}

// A charger that is lost between our look and our call is not waited for long: it may have begun to charge when it is back.
const deadlineSeconds = 120
