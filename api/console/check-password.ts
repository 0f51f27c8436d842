import type { AccountCredentials } from '#core/access/account.ts'
import { Refusal } from './errors.ts'
import type { ConsoleWorld } from './world.ts'

/**
 * Whether this is the password of the account. The work is the same for a login that nobody has and for a wrong
 * password, so that the time tells nothing. A hash that is weaker than usual is replaced.
 */
export async function isPassword(
  world: Pick<ConsoleWorld, 'passwords' | 'contextFor'>,
  known: AccountCredentials | null,
  password: string,
): Promise<boolean> {
  if (!known) {
    await world.passwords.pretend(password)
    return false
  }
  const { account, passwordHash } = known
  const verdict = await world.passwords.verify(password, passwordHash)
  if (verdict === 'weak') {
    const stronger = await world.passwords.hash(password)
    const ctx = world.contextFor(account.tenant, { kind: 'system', name: 'login' })
    await ctx.transaction((tx) => tx.accounts.strengthenPassword(account.id, passwordHash, stronger))
  }
  return verdict !== 'wrong'
}

export function invalidCredentials(): Refusal {
  return new Refusal(401, 'invalid_credentials', 'The login, the password or the code is wrong.')
}
