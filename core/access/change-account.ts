import type { Transaction, Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { type Account, type AccountFields, includesRole } from './account.ts'
import { checkName } from './add-account.ts'

/** `secondFactor: false` takes a lost second factor away. */
export type AccountChange = Pick<AccountFields, 'name' | 'role' | 'enabled'> & { secondFactor?: false | undefined }

/**
 * Changes somebody's account. Whoever may do less than before, or lost a factor, is logged out everywhere but in the
 * session `keep`. The last enabled administrator stays one.
 */
export async function changeAccount(
  ctx: Uses<'transaction'>,
  { id, change, at, keep }: { id: number; change: AccountChange; at: Temporal.Instant; keep?: number },
): Promise<Account> {
  if (change.name !== undefined) checkName(change.name)

  return ctx.transaction(async (tx) => {
    const administrators = await tx.accounts.lockAdministrators()
    const before = await tx.accounts.lock(id)
    if (!before) throw unknownAccount()
    if (losesAdministrator(before, change) && administrators.every((one) => one === id)) {
      const message = 'This is the last administrator: make another one first.'
      throw new Problem('last_administrator', message, { subject: change.enabled === false ? 'enabled' : 'role' })
    }

    if (change.secondFactor === false) await tx.accounts.dropSecondFactor(id)
    const { name, role, enabled } = change
    const changed = await tx.accounts.change(id, { name, role, enabled })
    if (endsSessions(before, change)) {
      await tx.consoleSessions.endAll(id, { at, reason: 'account changed', except: keep })
    }
    await tx.audit('account.changed', before.login, { ...change })
    return changed
  })
}

export function unknownAccount(): Problem {
  return new Problem('account_not_found', 'There is no such account.', { subject: 'id' })
}

function losesAdministrator(before: Account, { role = before.role, enabled = before.enabled }: AccountChange): boolean {
  return before.enabled && before.role === 'administrator' && !(enabled && includesRole(role, 'administrator'))
}

function endsSessions(before: Account, { role, enabled, secondFactor }: AccountChange): boolean {
  return (role !== undefined && role !== before.role) || enabled === false || secondFactor === false
}

/** A change of one's own account that touches neither role nor factors. */
export async function changeOwnAccount(
  ctx: Uses<'transaction'>,
  account: Account,
  { name, language }: Pick<AccountFields, 'name' | 'language'>,
): Promise<Account> {
  if (name !== undefined) checkName(name)
  return ctx.transaction(async (tx: Transaction) => {
    const changed = await tx.accounts.change(account.id, { name, language })
    await tx.audit('account.changed', account.login, { name, language })
    return changed
  })
}
