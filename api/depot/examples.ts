import { STATUS_CODES } from 'node:http'

/*
 * Every request and every answer of the document has an example. It is put together from the examples of the members, so
 * that each stands in one place; a reply that has one of its own keeps it.
 */

type Schema = {
  $ref?: string
  type?: string | string[]
  examples?: unknown[]
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
}
type Media = { schema: Schema; example?: unknown }
type Content = { content?: Record<string, Media> }
type Operation = { operationId: string; requestBody?: Content; responses: Record<string, Content> }
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } }

/** Replies of a route as it declares them. */
export type Replies = Record<string, { examples?: unknown[] }>

/** The document with its examples; it is changed in place, for it is made anew each time. */
export function addExamples(document: Document, replies: ReadonlyMap<string, Replies>): Document {
  const { schemas } = document.components
  for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
    addTo(operation.requestBody, (schema) => exampleOf(schema, schemas))
    for (const [status, reply] of Object.entries(operation.responses)) {
      const own = replies.get(operation.operationId)?.[status]?.examples?.[0]
      const made = (schema: Schema) => (isError(schema) ? errorExample(Number(status)) : exampleOf(schema, schemas))
      addTo(reply, (schema) => own ?? made(schema))
    }
  }
  return document
}

function addTo({ content = {} }: Content = {}, make: (schema: Schema) => unknown): void {
  for (const media of Object.values(content)) media.example ??= make(media.schema)
}

/** What the members' examples make together; a member that need not be there and has none is left out. */
function exampleOf(schema: Schema, schemas: Record<string, Schema>): unknown {
  if (schema.$ref) return exampleOf(schemas[schema.$ref.replace('#/components/schemas/', '')]!, schemas)
  if (schema.examples?.length) return schema.examples[0]
  if (schema.anyOf) return exampleOf(schema.anyOf[0]!, schemas)
  if (schema.items) return [exampleOf(schema.items, schemas)]
  if (!schema.properties) return undefined
  const members = Object.entries(schema.properties)
  return Object.fromEntries(
    members.map(([name, member]) => [name, exampleOf(member, schemas)]).filter(([, example]) => example !== undefined),
  )
}

function isError({ $ref }: Schema): boolean {
  return $ref === '#/components/schemas/ApiError'
}

function errorExample(status: number): unknown {
  const [code, detail, source] = errorExamples[status] ?? errorExamples[500]!
  const error = { status: String(status), code, title: STATUS_CODES[status], detail, ...(source ? { source } : {}) }
  return { code: status, message: detail, errors: [error] }
}

const errorExamples: Record<number, [code: string, message: string, source?: { parameter: string }]> = {
  400: ['invalid_parameter', "Parameter 'limit' is not an integer.", { parameter: 'limit' }],
  401: ['unauthorized', 'The access token is not valid or has expired.'],
  403: ['forbidden', 'These credentials do not allow this call.'],
  404: ['charger_not_found', "Charger 'BAY-07' was not found.", { parameter: 'chargerId' }],
  406: ['not_acceptable', 'The answer is application/json.'],
  409: ['charger_offline', "Charger 'BAY-07' is not connected."],
  429: ['rate_limited', 'More than 100 requests in 300 s.'],
  500: ['internal', 'Something went wrong on our side.'],
  503: ['unavailable', 'The service is unavailable for a moment. Please try again.'],
  504: ['charger_timeout', 'The charger gave no answer in time.'],
}
