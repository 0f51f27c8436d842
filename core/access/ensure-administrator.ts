import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { addAccount } from './add-account.ts'
import type { HashPassword } from './password.ts'

/**
 * Makes the administrator that an installation without accounts begins with. Null when another node was faster.
 *
 * A chosen password is kept; a made one must be changed at the first login.
 */
export async function ensureAdministrator(
  ctx: Uses<'transaction'> & { hashPassword: HashPassword },
  chosen: { login: string; password: string } | undefined,
): Promise<{ login: string; password: string } | null> {
  const login = chosen?.login ?? 'admin'
  try {
    const { password } = await addAccount(ctx, {
      login,
      name: 'Administrator',
      role: 'administrator',
      password: chosen?.password,
    })
    return { login, password: chosen?.password ?? password! }
  } catch (error) {
    if (error instanceof Problem && error.code === 'account_exists') return null
    throw error
  }
}
