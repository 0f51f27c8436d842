import type { Account } from '../../../../api/console/wire/administration.ts'

/** The name of the sentence that says what is wrong with a login, or null. */
export function loginFault(login: string): 'loginMissing' | 'loginSigns' | 'loginLong' | null {
  if (login.trim() === '') return 'loginMissing'
  if (login.trim().length > 100) return 'loginLong'
  return /^[\p{L}\p{N}][\p{L}\p{N}.@_+-]*$/u.test(login.trim()) ? null : 'loginSigns'
}

/** The name of the sentence that says what is wrong with a person's name, or null. */
export function nameFault(name: string): 'nameMissing' | 'nameLong' | null {
  if (name.trim() === '') return 'nameMissing'
  return name.trim().length > 100 ? 'nameLong' : null
}

/** Whether an account is the only one that could still manage the others. */
export function isLastAdministrator(account: Account, all: readonly Account[]): boolean {
  const isOne = ({ role, enabled }: Account) => role === 'administrator' && enabled
  return isOne(account) && all.filter(isOne).length === 1
}

export const roles = ['viewer', 'operator', 'administrator'] as const
