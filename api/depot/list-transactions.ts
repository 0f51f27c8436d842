import { type Static, Type } from 'typebox'
import { type FinishedSessionsQuery, readFinishedSessions } from '#core/sessions/read-finished-sessions.ts'
import { pageLinks } from './page-links.ts'
import { from, isReachable, limit, page, to } from './parameters.ts'
import { checkInterval, oneOf, query } from './read-input.ts'
import { errors } from './replies.ts'
import { type DepotRoute, versions } from './route.ts'
import { type Transaction, viewTransaction } from './view-transaction.ts'

const filterTimes = {
  StartAt: 'startedAt',
  EndAt: 'endedAt',
  InsertedAt: 'insertedAt',
  Overlapping: 'overlapping',
} as const

const orderKeys = { TransactionID: 'recordNo', StartAt: 'startedAt', EndAt: 'endedAt' } as const

const Query = query({
  chargerId: Type.Optional(Type.String({ description: 'Only this charger', examples: ['BAY-07'] })),
  connectorId: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, description: 'Only connectors of this number', examples: [2] }),
  ),
  vehicleId: Type.Optional(Type.String({ description: 'Only this `VehicleID`', examples: ['BUS-3302'] })),
  page,
  limit,
  orderBy: oneOf(['TransactionID', 'StartAt', 'EndAt'], {
    default: 'TransactionID',
    description: 'What to sort by; equal times are in the order of `TransactionID`',
    examples: ['StartAt'],
  }),
  order: oneOf(['asc', 'desc'], { default: 'desc', description: 'The direction of the order', examples: ['asc'] }),
  from: Type.Optional(from),
  to: Type.Optional(to),
  filterBy: oneOf(['StartAt', 'EndAt', 'InsertedAt', 'Overlapping'], {
    default: 'StartAt',
    description:
      'Which time `from` and `to` apply to. Poll by `InsertedAt`: a charger without connection reports its transactions late',
    examples: ['InsertedAt'],
  }),
})

export const listTransactions: DepotRoute = async (app, { settings }) => {
  for (const { version, suffix, deprecated } of versions) {
    app.get(
      `/${version}/transactions`,
      {
        schema: {
          operationId: `listTransactions${suffix}`,
          summary: 'List finished transactions',
          description: 'A page shorter than `limit`, or without a `next` in the header `Link`, is the last one.',
          tags: ['Transactions'],
          deprecated,
          querystring: Query,
          response: { 200: Page, ...errors() },
        },
        config: { grant: 'transactions' },
      },
      async (request, reply) => {
        checkInterval(request.query)
        const { page } = request.query
        const { sessions, more } = isReachable(request.query)
          ? await readFinishedSessions(request.ctx, sessionsQuery(request.query))
          : { sessions: [], more: false }
        reply.header('link', pageLinks({ url: request.url, routeUrl: request.routeOptions.url! }, { page, more }))
        return sessions.map((session) => viewTransaction(session, settings))
      },
    )
  }
}

const Page = Type.Unsafe<Static<typeof Transaction>[]>({
  type: 'array',
  items: { $ref: 'Transaction#' },
  description: 'One page of transactions',
  headers: {
    Link: { type: 'string', description: 'Other pages: `first`, `prev` and, while there are more, `next` (RFC 8288)' },
  },
})

function sessionsQuery(query: Static<typeof Query>): FinishedSessionsQuery {
  return {
    charger: query.chargerId ?? null,
    connector: query.connectorId ?? null,
    vehicleId: query.vehicleId ?? null,
    from: query.from ?? null,
    to: query.to ?? null,
    filterBy: filterTimes[query.filterBy],
    orderBy: orderKeys[query.orderBy],
    order: query.order,
    page: query.page,
    limit: query.limit,
  }
}
