import { type Static, type TSchema, Type } from 'typebox'
import { ApiError } from './errors.ts'

/** A reply whose schema has a name in the API document. Without an example of its own it has that of the schema. */
export function reply<S extends TSchema>(schema: S, description: string, example?: Static<S>) {
  const { $id } = schema as { $id?: string }
  return Type.Unsafe<Static<S>>({ description, $ref: `${$id}#`, ...(example ? { examples: [example] } : {}) })
}

const meanings = {
  400: 'A parameter or the body is not valid',
  401: 'The access token is missing, wrong or expired',
  403: 'These credentials do not allow this call',
  404: 'There is no such thing now; there may be later',
  406: 'No representation is acceptable under `Accept`',
  409: 'It does not fit the state that the thing is in',
  429: 'Too many requests from this address',
  500: 'An unexpected error',
  503: 'Overloaded or in maintenance; try again after `Retry-After`',
  504: 'The charger gave no answer in time',
}

type ErrorStatus = keyof typeof meanings

/** The error replies of a call that asks for a token. */
export function errors(...more: ErrorStatus[]) {
  return errorReplies([400, 401, 403, 406, 429, 500, 503, ...more])
}

/** The same for a call that asks for none. */
export function openErrors() {
  return errorReplies([400, 406, 429, 500, 503])
}

function errorReplies(statuses: ErrorStatus[]): Partial<Record<ErrorStatus, ReturnType<typeof errorReply>>> {
  return Object.fromEntries(statuses.map((status) => [status, errorReply(status)]))
}

function errorReply(status: ErrorStatus) {
  const headers = headersOf[status]
  return { ...reply(ApiError, meanings[status]), ...(headers ? { headers } : {}) }
}

const whole = (description: string) => ({ type: 'integer', description })
const retryAfter = whole('Seconds to wait')

const headersOf: Partial<Record<ErrorStatus, object>> = {
  401: { 'WWW-Authenticate': { type: 'string', description: 'How to show who you are' } },
  429: {
    'Retry-After': retryAfter,
    'RateLimit-Limit': whole(
      'How many requests an address may make in five minutes, unless the operator has it otherwise',
    ),
    'RateLimit-Remaining': whole('How many of them are left'),
    'RateLimit-Reset': whole('In how many seconds one more is allowed'),
  },
  503: { 'Retry-After': retryAfter },
}
