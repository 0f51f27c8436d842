import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Campaign, CampaignPlan, CampaignSubject } from './campaign.ts'
import type { Firmware } from './firmware.ts'
import { type Selected, type Selection, selectChargers } from './select-chargers.ts'

export type NewCampaign = { name: string; firmwareId: number; selection: Selection; plan: CampaignPlan }

type Used = Pick<Context, 'campaigns' | 'firmware' | 'settings'>

/** What a campaign would do: whom it would take, in which waves, and why not the others. Nothing is stored. */
export async function previewCampaign(
  ctx: Used,
  { firmwareId, selection, plan }: Pick<NewCampaign, 'firmwareId' | 'selection' | 'plan'>,
): Promise<Selected & { waves: string[][]; atOnce: number; mostAtOnce: number }> {
  const firmware = await firmwareToInstall(ctx, firmwareId)
  const subjects = await ctx.campaigns.subjects()
  const selected = selectChargers(subjects, firmware, selection)
  const waves = intoWaves(selected.taken, plan.waves).map((wave) => wave.map(({ identity }) => identity))
  const atOnce = Math.max(0, ...waves.map(({ length }) => length))
  return { ...selected, waves, atOnce, mostAtOnce: mostAtOnce(subjects.length, ctx.settings.campaignSharePercent) }
}

/**
 * Begins a campaign; a job carries it out. It takes registered firmware only, which is not retired (S22), and refuses a
 * wave of more chargers than the operator allows at once (S21).
 */
export async function startCampaign(
  ctx: Used & Pick<Context, 'transaction'>,
  asked: NewCampaign & { undoesId?: number },
): Promise<Campaign> {
  checkPlan(asked.plan)
  const { taken, atOnce, mostAtOnce } = await previewCampaign(ctx, asked)
  if (taken.length === 0) throw new Problem('conflict', 'No charger is meant that could take this firmware.')
  if (atOnce > mostAtOnce) {
    const message = `A wave of ${atOnce} chargers is too large: at most ${mostAtOnce} may be updated at once.`
    throw new Problem('conflict', message, { subject: 'plan' })
  }
  const { name, firmwareId, plan, undoesId = null } = asked
  const members = intoWaves(taken, plan.waves).flatMap((wave, index) =>
    wave.map(({ chargerId, firmware }) => ({ chargerId, wave: index + 1, fromVersion: firmware })),
  )
  return ctx.transaction(async (tx) => {
    const campaign = await tx.campaigns.add({ name, firmwareId, plan, undoesId }, members)
    await tx.audit('firmware-campaign.started', name, { campaign: campaign.id, firmwareId, chargers: members.length })
    return campaign
  })
}

/** A charger at a time is always allowed. */
export function mostAtOnce(chargers: number, sharePercent: number): number {
  return Math.max(1, Math.floor((chargers * sharePercent) / 100))
}

function intoWaves(taken: readonly CampaignSubject[], sizes: readonly number[]): CampaignSubject[][] {
  const waves: CampaignSubject[][] = []
  for (let from = 0; from < taken.length; ) {
    const size = sizes[Math.min(waves.length, sizes.length - 1)]!
    waves.push(taken.slice(from, from + size))
    from += size
  }
  return waves
}

async function firmwareToInstall(ctx: Pick<Context, 'firmware'>, id: number): Promise<Firmware> {
  const firmware = await ctx.firmware.find(id)
  if (!firmware) throw new Problem('not_found', `There is no firmware ${id}.`, { subject: 'firmwareId' })
  if (firmware.retiredAt) throw new Problem('conflict', 'This firmware is retired.', { subject: 'firmwareId' })
  return firmware
}

function checkPlan({ waves, stopAtFailurePercent, waveHours }: CampaignPlan): void {
  const isPlan =
    waves.length > 0 &&
    waves.every((size) => Number.isInteger(size) && size > 0) &&
    stopAtFailurePercent >= 0 &&
    stopAtFailurePercent <= 100 &&
    waveHours > 0
  if (!isPlan) throw new Problem('invalid_value', 'The plan of the waves is not as it should be.', { subject: 'plan' })
}
