import type { FastifyRequest } from 'fastify'
import type { Person } from '#core/access/account.ts'
import { confirmedUntil } from './check-access.ts'
import { csrfToken } from './csrf.ts'
import type { Console } from './route.ts'
import { timeText } from './time-text.ts'
import type { Me } from './wire/login.ts'

/** Who is logged in, and what the console has to know of the server. */
export async function viewMe(
  { world, settings }: Console,
  request: FastifyRequest,
  { person, isHttps }: { person: Person; isHttps: boolean },
): Promise<Me> {
  const { id, login, name, role, language, mustChangePassword, secondFactor } = person.account
  const until = confirmedUntil(person, request.askedAt)
  return {
    account: { id, login, name, role, language, mustChangePassword, secondFactor },
    tenant: await world.accounts.nameOfTenant(person.account.tenant),
    csrfToken: csrfToken(world, person),
    confirmedUntil: until && timeText(until),
    encrypted: isHttps || isThisMachine(request.headers.host),
    version: settings.version,
    clock: world.clock(),
  }
}

function isThisMachine(host = ''): boolean {
  const name = host.replace(/:\d+$/, '')
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
}
