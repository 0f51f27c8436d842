import { clientAddress } from '#api/http/client-address.ts'
import { networks } from '#api/http/networks.ts'
import type { Account, AccountCredentials } from '#core/access/account.ts'
import { invalidCredentials, isPassword } from './check-password.ts'
import { Refusal } from './errors.ts'
import type { Console, ConsoleRoute } from './route.ts'
import { useCode } from './second-factor.ts'
import { createSessionCookie } from './session-cookie.ts'
import { viewMe } from './view-me.ts'
import { LoginRequest, Me } from './wire/login.ts'

export const logIn: ConsoleRoute = async (app, console) => {
  const { world, settings } = console
  const cookie = createSessionCookie(console)
  const trust = addressTrust(console)

  app.post(
    '/login',
    { schema: { body: LoginRequest, response: { 200: Me } }, config: { role: 'open' } },
    async (request, reply) => {
      const address = clientAddress(request.raw, trust)
      const { account, method } = await identify(console, request.body, { address, now: request.askedAt })

      const { token, hash: tokenHash } = cookie.newToken(account.tenant)
      const former = cookie.read(request)
      const formerSession = former && (await world.accounts.findSession(former.tenant, former.hash))
      const ctx = world.contextFor(account.tenant, { kind: 'person', name: account.login })
      const session = await ctx.transaction(async (tx) => {
        if (formerSession?.account.id === account.id) {
          await tx.consoleSessions.end(formerSession.session.id, account.id, request.askedAt, 'logged in anew')
        }
        await tx.accounts.loggedIn(account.id, request.askedAt)
        await tx.audit('login.accepted', account.login, { address, method })
        return tx.consoleSessions.open({
          accountId: account.id,
          tokenHash,
          at: request.askedAt,
          expiresAt: request.askedAt.add({ hours: settings.maxHours }),
          userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
          address,
        })
      })
      request.clientId = `person ${account.id}`
      cookie.write(request, reply, token)
      return viewMe(console, request, { person: { account, session }, isHttps: cookie.isHttps(request) })
    },
  )
}

/** Whose entries in X-Forwarded-For the console believes. */
export function addressTrust({ settings: { rateLimit } }: Console) {
  return { trustProxyHops: rateLimit.trustProxyHops, isProxy: networks(rateLimit.trustedProxies) }
}

type Given = { login: string; password: string; code?: string | undefined }
type Circumstances = { address: string; now: Temporal.Instant }

/** The person whose login, password and code these are; a Refusal otherwise, the same for everything that is wrong. */
async function identify(
  { world, throttle }: Console,
  { login, password, code }: Given,
  { address, now }: Circumstances,
): Promise<{ account: Account; method: string }> {
  const attempt = startAttempt()
  const known = await world.accounts.findByLogin(login)
  const isRight = await isPassword(world, known, password)
  if (!known || !isRight || !known.account.enabled) return refuse(known, 'password')

  const method = known.account.secondFactor ? await secondFactor(known) : 'password'
  attempt.forgive()
  world.loginEnded('accepted')
  return { account: known.account, method }

  function startAttempt() {
    try {
      return throttle.attempt(address, login)
    } catch (error) {
      world.loginEnded('slowed_down')
      throw error
    }
  }

  async function secondFactor(credentials: AccountCredentials): Promise<string> {
    // Not forgiven yet: whoever only knows the password would get as many tries at the code as they like.
    if (code === undefined) {
      world.loginEnded('code_required')
      throw new Refusal(401, 'code_required', 'Please give the code of your authenticator.')
    }
    const ctx = world.contextFor(credentials.account.tenant, { kind: 'person', name: credentials.account.login })
    const used = await ctx.transaction((tx) => useCode(world, tx, credentials, { code, now }))
    return used ?? refuse(credentials, 'code')
  }

  // What nobody is called is written nowhere: people type their password where the login belongs.
  async function refuse(tried: AccountCredentials | null, what: string): Promise<never> {
    world.loginEnded('refused')
    if (tried) {
      const { account } = tried
      const ctx = world.contextFor(account.tenant, { kind: 'system', name: 'login' })
      await ctx.transaction((tx) => tx.audit('login.refused', account.login, { address, wrong: what }))
    }
    throw invalidCredentials()
  }
}
