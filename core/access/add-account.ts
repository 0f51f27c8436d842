import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { type Account, type AccountRole, foldLogin } from './account.ts'
import { checkPassword, type HashPassword, makePassword } from './password.ts'

/**
 * Lets a person log in to the console.
 *
 * Without a password one is made: it is returned here and never again, and must be changed at the first login.
 */
export async function addAccount(
  ctx: Uses<'transaction'> & { hashPassword: HashPassword },
  { login, name, role, password }: { login: string; name: string; role: AccountRole; password?: string | undefined },
): Promise<{ account: Account; password: string | null }> {
  checkLogin(login)
  checkName(name)
  if (password !== undefined) checkPassword(password, login)
  const made = password === undefined ? makePassword() : null
  const passwordHash = await ctx.hashPassword(password ?? made!)

  const account = await ctx.transaction(async (tx) => {
    const added = await tx.accounts.add({ login, name, role, passwordHash, mustChangePassword: made !== null })
    if (!added) throw new Problem('account_exists', `The login '${login}' is taken.`, { subject: 'login' })
    await tx.audit('account.added', login, { role })
    return added
  })
  return { account, password: made }
}

function checkLogin(login: string): void {
  const folded = foldLogin(login)
  if (/^[\p{L}\p{N}][\p{L}\p{N}.@_+-]{0,99}$/u.test(login) && folded.length <= 100) return
  const message = 'A login has 1 to 100 letters, digits and the signs . @ _ + - and begins with a letter or a digit.'
  throw new Problem('invalid_value', message, { subject: 'login' })
}

/** A Problem when people could not read it. */
export function checkName(name: string): void {
  if (name.trim() !== '' && name.length <= 100 && !/\p{Cc}/u.test(name)) return
  throw new Problem('invalid_value', 'A name has 1 to 100 printable characters.', { subject: 'name' })
}
