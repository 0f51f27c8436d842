import { Type } from 'typebox'
import { addSite, changeSite, goLive, removeSite, takeOutOfService } from '#core/circuits/change-site.ts'
import { exceededByFallbacks } from '#core/circuits/check-commissioning.ts'
import type { ConsoleRoute } from './route.ts'
import { confirmWhenLive, SiteParams, siteOf } from './site-params.ts'
import { viewSiteRow } from './view-site.ts'
import { NewSite, SiteChange, SiteCheck, SiteRow, Sites, SiteToSetLive } from './wire/sites.ts'

/** Sites, added and changed by administrators, and whether the engine steers them. */
export const sites: ConsoleRoute = async (app, { world }) => {
  app.get('/sites', { schema: { response: { 200: Sites } }, config: { role: 'viewer' } }, async ({ ctx }) => {
    const [all, summaries] = await Promise.all([ctx.circuits.sites(), ctx.steering.summaries()])
    const summaryOf = new Map(summaries.map((one) => [one.siteId, one]))
    const rows = all.map(async (site) => {
      const view = world.steering.view(site.id)
      const { circuits } = view ? await ctx.circuits.topology(site.id) : { circuits: [] }
      return viewSiteRow({ site, circuits, summary: summaryOf.get(site.id) }, view)
    })
    return { items: await Promise.all(rows) }
  })

  app.post(
    '/sites',
    { schema: { body: NewSite, response: { 201: SiteRow } }, config: { role: 'administrator' } },
    async ({ ctx, body }, reply) => {
      const site = await addSite(ctx, { ...body, settings: body.settings ?? {} })
      return reply.code(201).send(viewSiteRow({ site, circuits: [], summary: undefined }, null))
    },
  )

  app.patch(
    '/sites/:id',
    {
      schema: { params: SiteParams, body: SiteChange, response: { 204: Type.Null() } },
      config: { role: 'administrator' },
    },
    async ({ ctx, params, body }, reply) => {
      await changeSite(ctx, params.id, body)
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/sites/:id',
    { schema: { params: SiteParams, response: { 204: Type.Null() } }, config: { role: 'administrator' } },
    async (request, reply) => {
      await confirmWhenLive(request, request.params.id)
      await removeSite(request.ctx, request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/sites/:id/live',
    {
      schema: { params: SiteParams, body: SiteToSetLive, response: { 204: Type.Null() } },
      // Every charger of the site begins or ceases to follow us.
      config: { role: 'administrator', dangerous: true },
    },
    async ({ ctx, params, body }, reply) => {
      if (body.live) await goLive(ctx, params.id)
      else await takeOutOfService(ctx, params.id)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/sites/:id/check',
    { schema: { params: SiteParams, response: { 200: SiteCheck } }, config: { role: 'viewer' } },
    async (request) => {
      const { id } = await siteOf(request, request.params.id)
      const faults = exceededByFallbacks(await request.ctx.circuits.topology(id))
      return { isPassed: faults.length === 0, faults }
    },
  )
}
