import { Type } from 'typebox'
import { addTemplate, changeTemplate, removeTemplate } from '#core/provisioning/change-template.ts'
import { type ChargerTemplate, defaultTemplate } from '#core/provisioning/template.ts'
import { reachOfTemplate, refuseWiderReach } from '#core/provisioning/template-reach.ts'
import type { ConsoleRoute } from './route.ts'
import { closed, Id } from './wire/parts.ts'
import {
  Template,
  TemplateChange,
  TemplateReach,
  Templates,
  TemplateToRemove,
  TemplateToSave,
} from './wire/provisioning.ts'

/** How chargers of each model are to be set up. */
export const templates: ConsoleRoute = async (app) => {
  const params = Type.Object({ id: Id }, closed)

  app.get('/templates', { schema: { response: { 200: Templates } }, config: { role: 'viewer' } }, async ({ ctx }) => {
    const { id: _, ...own } = viewTemplate(defaultTemplate)
    return { items: (await ctx.templates.list()).map(viewTemplate), default: own }
  })

  app.post(
    '/templates/preview',
    { schema: { body: TemplateChange, response: { 200: TemplateReach } }, config: { role: 'administrator' } },
    ({ ctx, body }) => reachOfTemplate(ctx, body),
  )

  app.post(
    '/templates',
    { schema: { body: TemplateToSave, response: { 201: Template } }, config: { role: 'administrator' } },
    async ({ ctx, body: { atMost, ...template } }, reply) => {
      await refuseWiderReach(ctx, { id: null, template }, atMost)
      return reply.code(201).send(viewTemplate(await addTemplate(ctx, template)))
    },
  )

  app.put(
    '/templates/:id',
    { schema: { params, body: TemplateToSave, response: { 200: Template } }, config: { role: 'administrator' } },
    async ({ ctx, params: { id }, body: { atMost, ...template } }) => {
      await refuseWiderReach(ctx, { id, template }, atMost)
      return viewTemplate(await changeTemplate(ctx, id, template))
    },
  )

  app.delete(
    '/templates/:id',
    {
      schema: { params, querystring: TemplateToRemove, response: { 204: Type.Null() } },
      config: { role: 'administrator' },
    },
    async (request, reply) => {
      await refuseWiderReach(request.ctx, { id: request.params.id, template: null }, request.query.atMost)
      await removeTemplate(request.ctx, request.params.id)
      return reply.code(204).send(null)
    },
  )
}

function viewTemplate({ settings, measurands, ...template }: ChargerTemplate): Template {
  return { ...template, settings: [...settings], measurands: measurands && [...measurands] }
}
