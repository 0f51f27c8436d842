import { timingSafeEqual } from 'node:crypto'
import type { ApiClient } from './api-client.ts'
import type { ClientCredentials, HashSecret } from './credentials.ts'

const longestClientId = 255

/**
 * The enabled client with these credentials, or null.
 *
 * The work is the same for an id that nobody has, a wrong secret and a disabled client, so that the time tells nothing.
 */
export async function identifyClient(
  world: { credentials: ClientCredentials; hashSecret: HashSecret },
  clientId: string,
  secret: string,
): Promise<ApiClient | null> {
  const presented = world.hashSecret(secret)
  const known = await world.credentials.findByClientId(clientId.slice(0, longestClientId))
  const expected = known?.secretHash ?? Buffer.alloc(presented.length)
  const equal = expected.length === presented.length && timingSafeEqual(expected, presented)

  return known && equal && known.client.enabled && known.client.clientId === clientId ? known.client : null
}
