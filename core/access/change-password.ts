import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Account, Person } from './account.ts'
import { unknownAccount } from './change-account.ts'
import { checkPassword, type HashPassword, makePassword } from './password.ts'

type Used = Uses<'transaction'> & { hashPassword: HashPassword }

/** A person's own new password. Their other devices are logged out. The caller has checked the current one. */
export async function changePassword(
  ctx: Used,
  { account, session }: Person,
  { current, wanted, at }: { current: string; wanted: string; at: Temporal.Instant },
): Promise<void> {
  checkPassword(wanted, account.login)
  if (wanted.normalize('NFC') === current.normalize('NFC')) {
    throw new Problem('invalid_value', 'The new password is the old one.', { subject: 'wanted' })
  }
  const passwordHash = await ctx.hashPassword(wanted)

  await ctx.transaction(async (tx) => {
    await tx.accounts.setPassword(account.id, passwordHash, false)
    await tx.consoleSessions.confirm(session.id, at)
    await tx.consoleSessions.endAll(account.id, { at, reason: 'password changed', except: session.id })
    await tx.audit('password.changed', account.login)
  })
}

/**
 * A made password for somebody who forgot theirs: it is returned here and never again, and must be changed at the next
 * login. All their devices but the session `keep` are logged out.
 */
export async function resetPassword(
  ctx: Used & Uses<'accounts'>,
  { id, at, keep, secondFactor }: { id: number; at: Temporal.Instant; keep?: number; secondFactor?: false },
): Promise<{ account: Account; password: string }> {
  const account = await ctx.accounts.find(id)
  if (!account) throw unknownAccount()
  const password = makePassword()
  const passwordHash = await ctx.hashPassword(password)

  await ctx.transaction(async (tx) => {
    await tx.accounts.setPassword(id, passwordHash, true)
    if (secondFactor === false) await tx.accounts.dropSecondFactor(id)
    await tx.consoleSessions.endAll(id, { at, reason: 'password reset', except: keep })
    await tx.audit('password.reset', account.login, { secondFactor: secondFactor !== false && account.secondFactor })
  })
  return { account, password }
}
