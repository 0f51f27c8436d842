import type { IncomingMessage } from 'node:http'
import type { ApiClient } from '#core/access/api-client.ts'
import type { ClientCredentials, HashSecret } from '#core/access/credentials.ts'
import { identifyClient } from '#core/access/identify-client.ts'
import type { Actor, Context } from '#core/context.ts'
import type { LiveFeed } from '#core/live/live-feed.ts'
import type { TellingPace } from './tell-presystem.ts'

export type PresystemWorld = {
  /** The context of one program, with the door 'depot'. */
  contextFor(tenant: number, actor: Actor): Context
  credentials: ClientCredentials
  hashSecret: HashSecret
  /** Told of every proven use of a client's credentials. It must not wait. */
  clientUsed(client: ApiClient): void
  log: Context['log']
  /** What happens at chargers. */
  live: LiveFeed
  pace?: TellingPace
}

/** A planning system that has shown who it is, and the site that it plans for. */
export type Admitted = { ctx: Context; siteId: number }

/** `/vdv463/{site}`; null when the path is another door's. */
export function siteInPath(url: string | undefined): string | null {
  const match = /^\/vdv463\/([^/?#]{1,300})(?:\?.*)?$/.exec(url ?? '')
  try {
    return match ? decodeURIComponent(match[1]!) : null
  } catch {
    return ''
  }
}

/**
 * Lets a planning system in by HTTP Basic, as VDV 463 asks for it: the client id and secret of an API client that may
 * control charging. Another tenant's site is as unknown as none.
 */
export async function admitPresystem(
  world: PresystemWorld,
  { headers }: Pick<IncomingMessage, 'headers'>,
  site: string,
): Promise<Admitted | 401 | 403 | 404> {
  const credentials = credentialsIn(headers.authorization)
  const client = credentials && (await identifyClient(world, credentials.id, credentials.secret))
  if (!client) return 401
  world.clientUsed(client)
  if (!client.grants.includes('chargerControl')) return 403
  const ctx = world.contextFor(client.tenant, { kind: 'client', name: client.clientId })
  const found = site.includes('\0') ? null : await ctx.circuits.siteByPublicId(site)
  return found ? { ctx, siteId: found.id } : 404
}

function credentialsIn(header: string | undefined): { id: string; secret: string } | null {
  const match = /^basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(header ?? '')
  const text = match ? Buffer.from(match[1]!, 'base64').toString('utf8') : ''
  const at = text.indexOf(':')
  return at > 0 && !text.includes('\0') ? { id: text.slice(0, at), secret: text.slice(at + 1) } : null
}
