import { Type } from 'typebox'
import { askProvisioning } from '#core/provisioning/ask-provisioning.ts'
import type { SettingReport } from '#core/provisioning/plan-settings.ts'
import { templateFor } from '#core/provisioning/template.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { ProvisioningView } from './wire/provisioning.ts'

/** How a charger is being set up, or was the last time; and to have it done again. */
export const provisioning: ConsoleRoute = async (app) => {
  app.get(
    '/chargers/:id/provisioning',
    { schema: { params: ChargerParams, response: { 200: ProvisioningView } }, config: { role: 'viewer' } },
    async (request) => {
      const { ctx } = request
      const { id } = await chargerOf(request, request.params.id)
      const [known, detail, templates] = await Promise.all([
        ctx.provisioning.find(id),
        ctx.chargers.detail(id),
        ctx.templates.list(),
      ])
      const [errand] = await ctx.errands.list(id, { kind: 'provisioning', limit: 1 })
      const steps = errand ? await ctx.errands.steps(errand.id) : []
      const said = { vendor: null, model: null, firmware: null, ...detail?.boot }
      const reports: SettingReport[] = Object.values(known?.run?.reports ?? known?.reports ?? {})
      const result = errand?.result as { reason?: string | null } | null | undefined
      return {
        state: errand?.state ?? null,
        why: typeof errand?.asked.why === 'string' ? errand.asked.why : null,
        template: templateFor(templates, said).name,
        reason: result?.reason ?? null,
        startedAt: errand ? timeText(errand.createdAt) : null,
        endedAt: errand?.endedAt ? timeText(errand.endedAt) : null,
        isAsked: known?.isAsked ?? false,
        steps: steps.map(({ at, progress, detail: what }) => ({ at: timeText(at), step: progress, detail: what })),
        settings: reports,
      }
    },
  )

  app.post(
    '/chargers/:id/provisioning',
    { schema: { params: ChargerParams, response: { 202: Type.Null() } }, config: { role: 'operator' } },
    async (request, reply) => {
      await askProvisioning(request.ctx, request.params.id)
      return reply.code(202).send(null)
    },
  )
}
