import { type Static, type TSchema, Type } from 'typebox'

/** UTC text with milliseconds: `2027-01-31T12:00:00.000Z`. */
export const Time = Type.String({ minLength: 20, maxLength: 30 })

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** One of these words. */
export const Words = <const T extends readonly string[]>(words: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: words })

/** On or off in an address: `?excel=1`. */
export const Switch = Words(['1', 'true', '0', 'false'] as const)

export const closed = { additionalProperties: false } as const

export const Name = Type.String({ minLength: 1, maxLength: 100 })

export const PublicId = Type.String({ minLength: 1, maxLength: 36 })

export const SpanQuery = Type.Object({ from: Type.Optional(Time), to: Type.Optional(Time) }, closed)

export const roles = ['viewer', 'operator', 'administrator'] as const
export const Role = Words(roles)
export type Role = Static<typeof Role>

/**
 * How every refusal looks. `code` is stable: `not_logged_in`, `invalid_credentials`, `code_required`, `confirm_required`,
 * `password_change_required`, `forbidden`, `bad_token` (CSRF), `not_found`, `invalid_value`, `conflict`, `rate_limited`,
 * `unavailable`, `internal`.
 */
export const ErrorReply = Type.Object({
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    /** The member of the request that was wrong. */
    field: Type.Optional(Type.String()),
  }),
})
export type ErrorReply = Static<typeof ErrorReply>

/** A page of a list, newest first; `next` is null on the last one. */
export const pageOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: orNull(Type.String()) })
