import { randomBytes } from 'node:crypto'
import { Type } from 'typebox'
import { clientAddress } from '#api/http/client-address.ts'
import { Refusal } from './errors.ts'
import { addressTrust } from './log-in.ts'
import type { ConsoleRoute } from './route.ts'
import { hashRecoveryCode, makeRecoveryCodes, sealSecret, useCode } from './second-factor.ts'
import { base32, totpUri } from './totp.ts'
import { RecoveryCodes, SecondFactorCode, SecondFactorOffer } from './wire/login.ts'

/** A person's own second factor: offered, switched on with the first code, switched off. */
export const changeSecondFactor: ConsoleRoute = async (app, console) => {
  const { world, throttle } = console
  const trust = addressTrust(console)

  app.post(
    '/second-factor',
    { schema: { response: { 200: SecondFactorOffer } }, config: { role: 'viewer', dangerous: true } },
    async (request) => {
      const { id, login } = request.person.account
      const secret = randomBytes(20)
      const offered = await request.ctx.transaction((tx) =>
        tx.accounts.offerSecondFactor(id, sealSecret(world, id, secret)),
      )
      if (!offered) throw alreadyOn()
      return { secret: base32(secret), uri: totpUri(secret, login) }
    },
  )

  app.post(
    '/second-factor/enable',
    { schema: { body: SecondFactorCode, response: { 200: RecoveryCodes } }, config: { role: 'viewer' } },
    async (request) => {
      const { account, session } = request.person
      const { askedAt: now } = request
      if (account.secondFactor) throw alreadyOn()
      const attempt = throttle.attempt(clientAddress(request.raw, trust), account.login)
      const credentials = await request.ctx.accounts.credentials(account.id)
      const codes = makeRecoveryCodes()
      const hashes = codes.map((code) => hashRecoveryCode(world, account.id, code))

      await request.ctx.transaction(async (tx) => {
        const used = await useCode(world, tx, credentials!, { code: request.body.code, now })
        if (used !== 'code') throw new Refusal(400, 'invalid_value', 'This is not the code of now.', { field: 'code' })
        if (!(await tx.accounts.enableSecondFactor(account.id, now, hashes))) throw alreadyOn()
        await tx.consoleSessions.endAll(account.id, { at: now, reason: 'second factor on', except: session.id })
        await tx.audit('second_factor.on', account.login)
      })
      attempt.forgive()
      return { codes }
    },
  )

  app.delete(
    '/second-factor',
    { schema: { response: { 204: Type.Null() } }, config: { role: 'viewer', dangerous: true } },
    async (request, reply) => {
      const { account } = request.person
      await request.ctx.transaction(async (tx) => {
        await tx.accounts.dropSecondFactor(account.id)
        await tx.audit('second_factor.off', account.login)
      })
      return reply.code(204).send(null)
    },
  )
}

function alreadyOn(): Refusal {
  return new Refusal(409, 'conflict', 'The second factor is on already.')
}
