import { type Static, Type } from 'typebox'
import { orNull, Time, Words } from './parts.ts'

export const rootStandings = ['next', 'current', 'former'] as const

/**
 * GET /roots : the roots of this server's own authority, the newest generation first; none before they are needed.
 * Chargers are counted of this tenant. They are replaced from the command line: all tenants have the same.
 */
export const Roots = Type.Object({
  generations: Type.Array(
    Type.Object({
      generation: Type.Integer(),
      /** `next`: chargers are being given it; `current`: signs; `former`: is trusted until its end. */
      standing: Words(rootStandings),
      standingSince: Time,
      roots: Type.Array(
        Type.Object({
          algorithm: Words(['ecdsa', 'rsa'] as const),
          subject: Type.String(),
          notAfter: Time,
          /** Chargers that have it in them, as far as is known. */
          chargers: Type.Integer(),
          /** Chargers with a good certificate that it has signed. */
          signedFor: Type.Integer(),
        }),
      ),
    }),
  ),
  /** Chargers that come by TLS. */
  chargers: Type.Integer(),
  /** Those of them that have not got the next generation; null when there is none. */
  waiting: orNull(Type.Integer()),
})
export type Roots = Static<typeof Roots>
