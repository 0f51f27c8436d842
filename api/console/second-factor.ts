import { randomBytes } from 'node:crypto'
import type { AccountCredentials } from '#core/access/account.ts'
import type { Transaction } from '#core/context.ts'
import { stepOfCode } from './totp.ts'
import type { ConsoleWorld } from './world.ts'

type World = Pick<ConsoleWorld, 'secrets'>

/** Takes a code of the authenticator, or a recovery code; each is good once. False when it is none. */
export async function useCode(
  world: World,
  tx: Pick<Transaction, 'accounts'>,
  { account, sealedTotpSecret }: AccountCredentials,
  { code, now }: { code: string; now: Temporal.Instant },
): Promise<'code' | 'recovery code' | null> {
  if (!/^\d{6}$/.test(code)) {
    return (await tx.accounts.useRecoveryCode(account.id, hashRecoveryCode(world, account.id, code), now))
      ? 'recovery code'
      : null
  }
  if (!sealedTotpSecret) return null
  const step = stepOfCode(unsealSecret(world, account.id, sealedTotpSecret), code, now)
  return step !== null && (await tx.accounts.useStep(account.id, step)) ? 'code' : null
}

export function sealSecret({ secrets }: World, accountId: number, secret: Buffer): Buffer {
  return secrets.seal(secret, `second factor of account ${accountId}`)
}

export function unsealSecret({ secrets }: World, accountId: number, sealed: Buffer): Buffer {
  return secrets.unseal(sealed, `second factor of account ${accountId}`)
}

/** Ten codes of 80 bits for a lost authenticator: `k3hd-9xwq-…`. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => randomBytes(10).toString('hex').match(/.{4}/g)!.join('-'))
}

/** People type them with or without dashes, in any case. */
export function hashRecoveryCode({ secrets }: World, accountId: number, code: string): Buffer {
  return secrets.hash(`recovery code ${accountId} ${code.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`)
}
