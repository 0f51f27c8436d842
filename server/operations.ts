import { Type } from 'typebox'
import { type Account, accountRoles } from '#core/access/account.ts'
import { addAccount } from '#core/access/add-account.ts'
import { resetPassword } from '#core/access/change-password.ts'
import type { HashPassword } from '#core/access/password.ts'
import { addTokens } from '#core/authorization/add-tokens.ts'
import { addCharger } from '#core/chargers/add-charger.ts'
import type { Command } from '#core/commands/command.ts'
import type { CommandRequest } from '#core/commands/requests.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import type { Context, Transaction } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { circuitOperations } from './circuit-operations.ts'
import { clientOperations } from './client-operations.ts'
import type { Config } from './config.ts'
import { departureOperations } from './departure-operations.ts'
import { firmwareOperations } from './firmware-operations.ts'
import { flexibilityOperations } from './flexibility-operations.ts'
import { groupOperations } from './group-operations.ts'
import { limitFeedOperations } from './limit-feed-operations.ts'
import { meterOperations } from './meter-operations.ts'
import { type Operations, operation } from './operation.ts'
import { reservationOperations } from './reservation-operations.ts'
import { solarOperations } from './solar-operations.ts'
import { tariffOperations } from './tariff-operations.ts'
import { unknownOperations } from './unknown-operations.ts'
import { vdv463Operations } from './vdv463-operations.ts'
import { vehicleOperations } from './vehicle-operations.ts'
import { weatherOperations } from './weather-operations.ts'

/** What administration needs of a server, or of its database while none runs. */
export type AdminWorld = {
  /** Without a slug the only tenant; a Problem when there are several, or none of this name. */
  contextFor(tenantSlug: string | undefined): Promise<Context>
  addTenant(slug: string, name: string): Promise<{ slug: string; name: string }>
  tenants(): Promise<{ slug: string; name: string }[]>
  hashSecret(secret: string | Buffer): Buffer
  hashPassword: HashPassword
  settings: Pick<Config, 'files' | 'http'>
  /** Of the installation as a whole, see maintenance-operations.ts. */
  maintenance: Operations
  /** See csv-operations.ts. */
  csv: Operations
  /** See api-token-operations.ts. */
  apiTokens: Operations
  /** See certificates/operations.ts. */
  certificates: Operations
}

/** All that the command line can ask for. Each is one use case of the core, in the context of one tenant. */
export function createOperations(world: AdminWorld): Operations {
  return {
    ...world.maintenance,
    ...world.csv,
    ...unknownOperations(world),
    ...clientOperations(world),
    ...circuitOperations((tenant) => world.contextFor(tenant)),
    ...groupOperations((tenant) => world.contextFor(tenant)),
    ...meterOperations((tenant) => world.contextFor(tenant)),
    ...tariffOperations((tenant) => world.contextFor(tenant)),
    ...limitFeedOperations((tenant) => world.contextFor(tenant)),
    ...flexibilityOperations((tenant) => world.contextFor(tenant)),
    ...solarOperations((tenant) => world.contextFor(tenant)),
    ...vdv463Operations((tenant) => world.contextFor(tenant)),
    ...vehicleOperations(world),
    ...departureOperations((tenant) => world.contextFor(tenant)),
    ...weatherOperations((tenant) => world.contextFor(tenant)),
    ...reservationOperations((tenant) => world.contextFor(tenant)),
    ...world.certificates,
    ...world.apiTokens,
    ...firmwareOperations({ contextFor: world.contextFor, config: world.settings }),

    'tenant.add': operation(tenantAdd, ({ slug, name }) => world.addTenant(slug, name ?? slug)),
    'tenant.list': operation(nothing, async () => {
      return { tenants: (await world.tenants()).map(({ slug, name }) => ({ slug, name })) }
    }),

    'charger.add': operation(chargerAdd, async ({ tenant, ...request }) => {
      const ctx = await world.contextFor(tenant)
      const { charger, password } = await addCharger(withSecrets(ctx, world), request)
      return { identity: charger.identity, password, path: chargerPath(world, tenant, charger.identity) }
    }),

    'token.add': operation(tokenAdd, async ({ tenant, uids, vehicle, group, validUntil }) => {
      const ctx = await world.contextFor(tenant)
      const rest = {
        type: 'RFID' as const,
        groupId: group ?? null,
        masterPass: false,
        validUntil: validUntil === undefined ? null : instantOf('validUntil', validUntil),
        vehicleId: vehicle ?? null,
      }
      return {
        tokens: await addTokens(
          ctx,
          uids.map((uid) => ({ uid, ...rest })),
        ),
      }
    }),

    'account.add': operation(accountAdd, async ({ tenant, login, name, role, password }) => {
      const ctx = await world.contextFor(tenant)
      const asked = { login, name: name ?? login, role, password }
      const added = await addAccount(withSecrets(ctx, world), asked)
      return { id: added.account.id, login, role, password: added.password }
    }),

    'account.list': operation(accountList, async ({ tenant }) => {
      const ctx = await world.contextFor(tenant)
      return { accounts: (await ctx.accounts.list()).map(viewAccount) }
    }),

    'account.password': operation(accountPassword, async ({ tenant, login, secondFactor }) => {
      const ctx = await world.contextFor(tenant)
      const found = await ctx.accounts.findByLogin(login)
      if (!found) throw new Problem('account_not_found', `There is no account '${login}'.`, { subject: 'login' })
      const asked = { id: found.id, at: Temporal.Now.instant(), ...(secondFactor === false ? { secondFactor } : {}) }
      const { account, password } = await resetPassword({ ...withSecrets(ctx, world), accounts: ctx.accounts }, asked)
      return { login: account.login, password }
    }),

    'command.send': operation(commandSend, async ({ tenant, charger, request, deadlineSeconds }) => {
      const ctx = await world.contextFor(tenant)
      const options = deadlineSeconds === undefined ? {} : { deadlineSeconds }
      return viewCommand(await sendCommand(ctx, charger, request, options))
    }),
  }
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))

const nothing = Type.Object({}, closed)
const tenantAdd = Type.Object(
  {
    slug: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  },
  closed,
)

const chargerAdd = Type.Object(
  {
    identity: Type.String(),
    tenant,
    password: Type.Optional(Type.String()),
    evses: Type.Optional(Type.Integer()),
    securityProfile: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)])),
    name: Type.Optional(Type.String()),
    provisioning: Type.Optional(Type.Union([Type.Literal('automatic'), Type.Literal('off')])),
  },
  closed,
)

const tokenAdd = Type.Object(
  {
    uids: Type.Array(Type.String(), { minItems: 1, maxItems: 10_000 }),
    tenant,
    vehicle: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    group: Type.Optional(Type.String({ minLength: 1, maxLength: 36 })),
    validUntil: Type.Optional(Type.String()),
  },
  closed,
)

const accountAdd = Type.Object(
  {
    login: Type.String(),
    role: Type.Union(accountRoles.map((role) => Type.Literal(role))),
    name: Type.Optional(Type.String()),
    password: Type.Optional(Type.String()),
    tenant,
  },
  closed,
)

const accountList = Type.Object({ tenant }, closed)

const accountPassword = Type.Object(
  { login: Type.String(), secondFactor: Type.Optional(Type.Literal(false)), tenant },
  closed,
)

const kinds = [
  Type.Object(
    {
      kind: Type.Literal('start'),
      evse: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
      tokenUid: Type.String({ minLength: 1, maxLength: 36 }),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('stop'),
      sessionId: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
      evse: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('reset'), mode: Type.Union([Type.Literal('soft'), Type.Literal('hard')]) }, closed),
  Type.Object(
    {
      kind: Type.Literal('availability'),
      operative: Type.Boolean(),
      connector: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('unlock'), connector: Type.Integer({ minimum: 1 }) }, closed),
  Type.Object(
    {
      kind: Type.Literal('trigger'),
      message: Type.Union([
        Type.Literal('BootNotification'),
        Type.Literal('FirmwareStatusNotification'),
        Type.Literal('Heartbeat'),
        Type.Literal('LogStatusNotification'),
        Type.Literal('MeterValues'),
        Type.Literal('PublishFirmwareStatusNotification'),
        Type.Literal('StatusNotification'),
        Type.Literal('TransactionEvent'),
      ]),
      connector: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('limit'),
      evse: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
      limitA: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
      limitW: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
      durationSeconds: Type.Optional(Type.Integer({ minimum: 1 })),
    },
    closed,
  ),
  Type.Object(
    { kind: Type.Literal('clear-limit'), evse: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]) },
    closed,
  ),
]

const commandSend = Type.Object(
  {
    charger: Type.String(),
    tenant,
    request: Type.Unsafe<CommandRequest>(Type.Union(kinds)),
    deadlineSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_600 })),
  },
  closed,
)

function viewAccount({ login, name, role, enabled, secondFactor, mustChangePassword, lastLoginAt }: Account) {
  const lastLogin = lastLoginAt?.toString({ smallestUnit: 'second' }) ?? null
  return { login, name, role, enabled, secondFactor, mustChangePassword, lastLogin }
}

function withSecrets(ctx: Context, world: AdminWorld) {
  return {
    transaction: <T>(work: (tx: Transaction) => Promise<T>) => ctx.transaction(work),
    hashSecret: (secret: string) => world.hashSecret(secret),
    hashPassword: world.hashPassword,
  }
}

function chargerPath(world: AdminWorld, tenant: string | undefined, identity: string): string {
  const parts = ['ocpp', ...(tenant === undefined ? [] : [tenant]), encodeURIComponent(identity)]
  return `${world.settings.http.basePath}/${parts.join('/')}`
}

function instantOf(subject: string, text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text)
  } catch (cause) {
    const message = `'${text}' is not an instant such as 2027-01-31T12:00:00Z.`
    throw new Problem('invalid_value', message, { subject, cause })
  }
}

function viewCommand({ id, charger, request, state, reason }: Command) {
  return { id, charger: charger.identity, kind: request.kind, state, reason }
}
