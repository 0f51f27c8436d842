import { Refusal } from './errors.ts'
import type { ConsoleRoute } from './route.ts'
import { OcppActions, OcppCommands, OcppSchema, OcppSchemaQuery, OcppVersionQuery } from './wire/devices.ts'

/** What can be sent to a charger word for word, and how it has to look; and what its version cannot be asked for. */
export const ocppActions: ConsoleRoute = async (app, { world }) => {
  app.get(
    '/ocpp-actions',
    { schema: { querystring: OcppVersionQuery, response: { 200: OcppActions } }, config: { role: 'operator' } },
    async ({ query: { version } }) => ({ version, items: world.ocpp.actions(version) }),
  )

  app.get(
    '/ocpp-commands',
    { schema: { querystring: OcppVersionQuery, response: { 200: OcppCommands } }, config: { role: 'viewer' } },
    async ({ query: { version } }) => ({ version, refused: world.ocpp.refusals(version) }),
  )

  app.get(
    '/ocpp-schema',
    { schema: { querystring: OcppSchemaQuery, response: { 200: OcppSchema } }, config: { role: 'operator' } },
    async ({ query: { version, action } }) => {
      const schema = world.ocpp.schema(version, action)
      if (schema) return { action, schema: schema as Record<string, unknown> }
      throw new Refusal(404, 'not_found', `OCPP ${version} has no such message to a charger.`, { field: 'action' })
    },
  )
}
