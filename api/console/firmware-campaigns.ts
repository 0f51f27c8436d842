import { Type } from 'typebox'
import { Problem } from '#core/errors.ts'
import type { Campaign as CoreCampaign } from '#core/firmware/campaign.ts'
import { changeCampaign, undoCampaign } from '#core/firmware/change-campaign.ts'
import { previewCampaign, startCampaign } from '#core/firmware/start-campaign.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import {
  Campaign,
  CampaignChange,
  CampaignDetail,
  CampaignOutline,
  type CampaignPlan,
  CampaignPreview,
  Campaigns,
  NewCampaign,
  UndoneCampaign,
} from './wire/firmware.ts'
import { closed, Id } from './wire/parts.ts'

const Params = Type.Object({ id: Id }, closed)

/** Firmware for many chargers, wave by wave. */
export const firmwareCampaigns: ConsoleRoute = async (app) => {
  app.get(
    '/firmware-campaigns',
    { schema: { response: { 200: Campaigns } }, config: { role: 'viewer' } },
    async ({ ctx }) => ({ items: (await ctx.campaigns.list()).map(viewCampaign) }),
  )

  app.post(
    '/firmware-campaigns/preview',
    { schema: { body: CampaignOutline, response: { 200: CampaignPreview } }, config: { role: 'operator' } },
    async ({ ctx, body }) => {
      const { waves, left, atOnce, mostAtOnce } = await previewCampaign(ctx, { ...body, plan: planOf(body.plan) })
      return { waves, left, atOnce, mostAtOnce }
    },
  )

  app.post(
    '/firmware-campaigns',
    {
      schema: { body: NewCampaign, response: { 201: Campaign } },
      config: { role: 'operator', dangerous: true },
    },
    async ({ ctx, body }, reply) => {
      return reply.code(201).send(viewCampaign(await startCampaign(ctx, { ...body, plan: planOf(body.plan) })))
    },
  )

  app.get(
    '/firmware-campaigns/:id',
    { schema: { params: Params, response: { 200: CampaignDetail } }, config: { role: 'viewer' } },
    async ({ ctx, params }) => {
      const campaign = await ctx.campaigns.find(params.id)
      if (!campaign) throw new Problem('not_found', 'There is no such campaign.', { subject: 'id' })
      const members = await ctx.campaigns.members(params.id)
      return {
        ...viewCampaign(campaign),
        chargers: members.map(({ chargerId, askedAt, endedAt, ...member }) => ({
          ...member,
          id: chargerId,
          askedAt: askedAt && timeText(askedAt),
          endedAt: endedAt && timeText(endedAt),
        })),
      }
    },
  )

  app.patch(
    '/firmware-campaigns/:id',
    { schema: { params: Params, body: CampaignChange, response: { 200: Campaign } }, config: { role: 'operator' } },
    async ({ ctx, params, body }) => viewCampaign(await changeCampaign(ctx, params.id, body.state)),
  )

  app.post(
    '/firmware-campaigns/:id/undo',
    {
      schema: { params: Params, response: { 201: UndoneCampaign } },
      config: { role: 'operator', dangerous: true },
    },
    async ({ ctx, params }, reply) => {
      const { campaigns, left } = await undoCampaign(ctx, params.id)
      return reply.code(201).send({ campaigns: campaigns.map(viewCampaign), left })
    },
  )
}

function planOf({ installAt, ...plan }: CampaignPlan): CampaignPlan {
  const at = readTime('installAt', installAt)
  return { ...plan, installAt: at && timeText(at) }
}

function viewCampaign({ createdAt, endedAt, ...campaign }: CoreCampaign): Campaign {
  return { ...campaign, createdAt: timeText(createdAt), endedAt: endedAt && timeText(endedAt) }
}
