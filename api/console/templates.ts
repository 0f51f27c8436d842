import { Type } from 'typebox'
import { addTemplate, changeTemplate, removeTemplate } from '#core/provisioning/change-template.ts'
import { type ChargerTemplate, defaultTemplate } from '#core/provisioning/template.ts'
import type { ConsoleRoute } from './route.ts'
import { closed, Id } from './wire/parts.ts'
import { NewTemplate, Template, Templates } from './wire/provisioning.ts'

/** How chargers of each model are to be set up. */
export const templates: ConsoleRoute = async (app) => {
  const params = Type.Object({ id: Id }, closed)

  app.get('/templates', { schema: { response: { 200: Templates } }, config: { role: 'viewer' } }, async ({ ctx }) => {
    const { id: _, ...own } = viewTemplate(defaultTemplate)
    return { items: (await ctx.templates.list()).map(viewTemplate), default: own }
  })

  app.post(
    '/templates',
    { schema: { body: NewTemplate, response: { 201: Template } }, config: { role: 'administrator' } },
    async (request, reply) => reply.code(201).send(viewTemplate(await addTemplate(request.ctx, request.body))),
  )

  app.put(
    '/templates/:id',
    { schema: { params, body: NewTemplate, response: { 200: Template } }, config: { role: 'administrator' } },
    async (request) => viewTemplate(await changeTemplate(request.ctx, request.params.id, request.body)),
  )

  app.delete(
    '/templates/:id',
    { schema: { params, response: { 204: Type.Null() } }, config: { role: 'administrator' } },
    async (request, reply) => {
      await removeTemplate(request.ctx, request.params.id)
      return reply.code(204).send(null)
    },
  )
}

function viewTemplate({ settings, measurands, ...template }: ChargerTemplate): Template {
  return { ...template, settings: [...settings], measurands: measurands && [...measurands] }
}
