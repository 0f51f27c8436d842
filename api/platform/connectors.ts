import { addConnector, changeConnector, removeConnector } from '#core/chargers/set-up-connector.ts'
import { Connector, connectorFields } from './evse-fields.ts'
import { bodySchema } from './fields.ts'
import { findConnector, findEvse } from './find-charge-point.ts'
import { connectorParams, evseOfChargePointParams } from './params.ts'
import { readBody } from './read-body.ts'
import { errors, item, items, nothing } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { viewConnector } from './view-evse.ts'

const path = '/resources/charge-points/v2.0/:chargePoint/evses/:evse/connectors'
const one = { 200: item(Connector, 'The connector'), ...errors(404) }

export const listConnectors: PlatformRoute = async (app) => {
  const schema = {
    operationId: 'listConnectors',
    summary: 'List the connectors of an EVSE',
    tags: ['Charge points'],
    params: evseOfChargePointParams,
    response: { 200: items(Connector, 'All of them'), ...errors(404) },
  }
  app.get(path, { schema }, async ({ ctx, params }) => ({
    data: (await findEvse(ctx, params)).connectors.map(viewConnector),
  }))
}

export const createConnector: PlatformRoute = async (app) => {
  const schema = {
    operationId: 'createConnector',
    summary: 'Create a connector of an EVSE',
    description:
      'The first that nobody has described yet is the one that this describes; an EVSE has one from the start.',
    tags: ['Charge points'],
    params: evseOfChargePointParams,
    body: bodySchema(connectorFields, { isNew: true }),
    response: { 201: item(Connector, 'The connector'), ...errors(404) },
  }
  app.post(path, { schema }, async ({ ctx, params, body }, reply) => {
    const kept = readBody(connectorFields, body, { isNew: true })
    const { id } = await addConnector(ctx, await findEvse(ctx, params), kept)
    const { connector } = await findConnector(ctx, { ...params, connector: id })
    return reply.code(201).send({ data: viewConnector(connector) })
  })
}

export const readConnector: PlatformRoute = async (app) => {
  const schema = {
    operationId: 'readConnector',
    summary: 'Read a connector',
    tags: ['Charge points'],
    params: connectorParams,
    response: one,
  }
  app.get(`${path}/:connector`, { schema }, async ({ ctx, params }) => ({
    data: viewConnector((await findConnector(ctx, params)).connector),
  }))
}

export const changeConnectorRoute: PlatformRoute = async (app) => {
  const schema = {
    operationId: 'changeConnector',
    summary: 'Change a connector',
    tags: ['Charge points'],
    params: connectorParams,
    body: bodySchema(connectorFields, { isNew: false }),
    response: one,
  }
  app.patch(`${path}/:connector`, { schema }, async ({ ctx, params, body }) => {
    const { evse, connector } = await findConnector(ctx, params)
    await changeConnector(ctx, evse, connector.id, readBody(connectorFields, body, { isNew: false }))
    return { data: viewConnector((await findConnector(ctx, params)).connector) }
  })
}

export const removeConnectorRoute: PlatformRoute = async (app) => {
  const schema = {
    operationId: 'removeConnector',
    summary: 'Remove a connector',
    tags: ['Charge points'],
    params: connectorParams,
    response: { 204: nothing, ...errors(404) },
  }
  app.delete(`${path}/:connector`, { schema }, async ({ ctx, params }, reply) => {
    const { evse, connector } = await findConnector(ctx, params)
    await removeConnector(ctx, evse, connector.id)
    return reply.code(204).send(null)
  })
}
