import { type TProperties, type TSchema, Type } from 'typebox'
import { PlatformError } from './errors.ts'

type Named = { $id: string }

export function item(schema: Named, description: string) {
  return Type.Unsafe<{ data: object }>({
    type: 'object',
    description,
    properties: { data: { $ref: `${schema.$id}#` } },
    required: ['data'],
  })
}

export function items(schema: Named, description: string) {
  return Type.Unsafe<{ data: object[] }>({
    type: 'object',
    description,
    properties: { data: { type: 'array', items: { $ref: `${schema.$id}#` } } },
    required: ['data'],
  })
}

export function page(schema: Named, parts: TProperties & { links: TSchema; meta: TSchema }) {
  return Type.Unsafe<{ data: object[]; links: object; meta: object }>({
    type: 'object',
    description: 'One page',
    properties: { data: { type: 'array', items: { $ref: `${schema.$id}#` } }, ...parts },
    required: ['data', 'links', 'meta'],
  })
}

export const nothing = Type.Unsafe<null>({ type: 'null', description: 'Done; there is no body' })

const meanings = {
  401: 'The token is missing, wrong or was removed',
  404: 'There is no such thing',
  422: 'A parameter or the body is not valid',
  424: 'The charger is not connected',
  429: 'Too many requests with this token',
  500: 'An unexpected error',
  503: 'The database does not answer; try again after `Retry-After`',
}

type ErrorStatus = keyof typeof meanings

/** The error replies of a call. */
export function errors(...more: ErrorStatus[]): Partial<Record<ErrorStatus, TSchema>> {
  const statuses = [...new Set<ErrorStatus>([401, 422, 429, 500, 503, ...more])]
  const { $id } = PlatformError as unknown as Named
  return Object.fromEntries(
    statuses.map((status) => [status, Type.Unsafe<object>({ description: meanings[status], $ref: `${$id}#` })]),
  )
}
