import { type Static, Type } from 'typebox'
import { closed, Id, orNull, Role, Time, Words } from './parts.ts'

/** POST /login. `code` is the six digits of the authenticator, or a recovery code. */
export const LoginRequest = Type.Object(
  {
    login: Type.String({ minLength: 1, maxLength: 200 }),
    password: Type.String({ minLength: 1, maxLength: 1_000 }),
    code: Type.Optional(Type.String({ minLength: 6, maxLength: 40 })),
  },
  closed,
)
export type LoginRequest = Static<typeof LoginRequest>

/** The clock of the server: `now` when it answered, and how much faster than real time it runs (1 but in a demo). */
export const Clock = Type.Object({ now: Time, rate: Type.Number() })
export type Clock = Static<typeof Clock>

/** GET /me, and the answer of POST /login. Every request that changes something carries `csrfToken` as `x-csrf-token`. */
export const Me = Type.Object({
  account: Type.Object({
    id: Id,
    login: Type.String(),
    name: Type.String(),
    role: Role,
    language: orNull(Words(['en', 'de'] as const)),
    mustChangePassword: Type.Boolean(),
    secondFactor: Type.Boolean(),
  }),
  tenant: Type.Object({ slug: Type.String(), name: Type.String() }),
  csrfToken: Type.String(),
  /** Until when dangerous actions need no password again (server's wall clock); null when one is needed now. */
  confirmedUntil: orNull(Time),
  /** False when the browser came by plain HTTP from elsewhere than this machine. */
  encrypted: Type.Boolean(),
  version: Type.String(),
  clock: Clock,
})
export type Me = Static<typeof Me>

/** POST /confirm: the password again, before a dangerous action (refused with `confirm_required` otherwise). 204. */
export const ConfirmRequest = Type.Object(
  {
    password: Type.String({ minLength: 1, maxLength: 1_000 }),
    code: Type.Optional(Type.String({ minLength: 6, maxLength: 40 })),
  },
  closed,
)

/** POST /password. 204; the account's other devices are logged out. */
export const PasswordChange = Type.Object(
  {
    current: Type.String({ minLength: 1, maxLength: 1_000 }),
    wanted: Type.String({ minLength: 12, maxLength: 1_000 }),
  },
  closed,
)

/** PATCH /me: what a person may change of their own account. */
export const MeChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    language: Type.Optional(orNull(Words(['en', 'de'] as const))),
  },
  closed,
)

/** GET /devices: where this person is logged in. DELETE /devices/{id} logs one out; DELETE /devices all others. 204. */
export const Device = Type.Object({
  id: Id,
  current: Type.Boolean(),
  userAgent: orNull(Type.String()),
  address: orNull(Type.String()),
  createdAt: Time,
  lastSeenAt: Time,
})
export type Device = Static<typeof Device>
export const Devices = Type.Object({ items: Type.Array(Device) })

/** POST /second-factor: begins; nothing is asked for at login until the first code came. */
export const SecondFactorOffer = Type.Object({
  secret: Type.String(),
  /** `otpauth://totp/...`, for a QR code. */
  uri: Type.String(),
})
export type SecondFactorOffer = Static<typeof SecondFactorOffer>

/** POST /second-factor/enable {code}: gives the recovery codes, once. DELETE /second-factor switches it off. 204. */
export const SecondFactorCode = Type.Object({ code: Type.String({ pattern: '^[0-9]{6}$' }) }, closed)
export const RecoveryCodes = Type.Object({ codes: Type.Array(Type.String()) })
export type RecoveryCodes = Static<typeof RecoveryCodes>
