import { Type } from 'typebox'
import type { Account as CoreAccount } from '#core/access/account.ts'
import { addAccount } from '#core/access/add-account.ts'
import { changeAccount } from '#core/access/change-account.ts'
import { resetPassword } from '#core/access/change-password.ts'
import type { Context } from '#core/context.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { Account, AccountChange, AccountPassword, Accounts, NewAccount } from './wire/administration.ts'
import { Id } from './wire/parts.ts'

/** The people of the tenant. */
export const accounts: ConsoleRoute = async (app, { world }) => {
  const params = Type.Object({ id: Id })
  const hashing = ({ transaction, accounts }: Context) => ({
    transaction,
    accounts,
    hashPassword: world.passwords.hash,
  })

  app.get(
    '/accounts',
    { schema: { response: { 200: Accounts } }, config: { role: 'administrator' } },
    async (request) => ({ items: (await request.ctx.accounts.list()).map(viewAccount) }),
  )

  app.post(
    '/accounts',
    {
      schema: { body: NewAccount, response: { 201: AccountPassword } },
      config: { role: 'administrator', dangerous: true },
    },
    async (request, reply) => {
      const { account, password } = await addAccount(hashing(request.ctx), request.body)
      return reply.code(201).send({ id: account.id, login: account.login, password: password! })
    },
  )

  app.patch(
    '/accounts/:id',
    {
      schema: { params, body: AccountChange, response: { 200: Account } },
      config: { role: 'administrator', dangerous: true },
    },
    async (request) => {
      const { session } = request.person
      const asked = { id: request.params.id, change: request.body, at: request.askedAt, keep: session.id }
      return viewAccount(await changeAccount(request.ctx, asked))
    },
  )

  app.post(
    '/accounts/:id/password',
    {
      schema: { params, response: { 200: AccountPassword } },
      config: { role: 'administrator', dangerous: true },
    },
    async (request) => {
      const asked = { id: request.params.id, at: request.askedAt, keep: request.person.session.id }
      const { account, password } = await resetPassword(hashing(request.ctx), asked)
      return { id: account.id, login: account.login, password }
    },
  )
}

function viewAccount(account: CoreAccount): Account {
  const { id, login, name, role, enabled, secondFactor, mustChangePassword, createdAt, lastLoginAt } = account
  return {
    id,
    login,
    name,
    role,
    enabled,
    secondFactor,
    mustChangePassword,
    createdAt: timeText(createdAt),
    lastLoginAt: lastLoginAt && timeText(lastLoginAt),
  }
}
