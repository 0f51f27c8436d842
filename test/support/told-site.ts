import type { TestContext } from 'node:test'
import type { EvseSupply, NewCircuit } from '#core/circuits/circuit.ts'
import type { Context } from '#core/context.ts'
import { createSecrets } from '#server/secrets.ts'
import { connectAsOwner } from '#storage/database.ts'
import { openStorage, type Storage } from '#storage/storage.ts'
import { ensureTenant } from '#storage/tenants.ts'
import { createMigratedDatabase } from './database.ts'
import { addChargers, execute, silent } from './durability-storage.ts'

/** A site that others tell something: two circuits, a charger with two EVSEs, and a clock that can be put forward. */
export type ToldSite = {
  url: string
  storage: Storage
  ctx: Context
  siteId: number
  circuitId: number
  otherCircuitId: number
  chargerId: number
  now(): Temporal.Instant
  /** Puts the clock forward, ours and the database's. */
  pass(seconds: number): Promise<void>
  /** What the audit trail has of these actions, newest first. */
  audited(action: string): Promise<{ actor: string; subject: string | null; body: Record<string, unknown> | null }[]>
}

export async function openToldSite(t: TestContext): Promise<ToldSite> {
  const url = await createMigratedDatabase(t)
  await connectAsOwner(url, (owner) => ensureTenant(owner))
  let passed = 0
  const now = () => Temporal.Now.instant().add({ seconds: passed })
  const secrets = createSecrets(Buffer.alloc(32, 7))
  const sealing = {
    hash: secrets.hash,
    seal: (plain: string) => secrets.seal(Buffer.from(plain), 'test'),
    open: (sealed: Buffer) => secrets.unseal(sealed, 'test').toString(),
  }
  const metrics = { batchCommitted() {}, logRowsDropped() {} }
  const storage = await openStorage({ url, nodeName: 'test', log: silent, metrics, now, sealing })
  t.after(() => storage.close())
  const ctx = storage.contextFor({ tenant: 1, actor: { kind: 'person', name: 'anna' }, door: 'console' })
  const [charger] = await addChargers(storage, ['HALL-1'])
  const chargerId = charger!.id
  const made = await ctx.transaction(async (tx) => {
    const site = (await tx.circuits.addSite({ name: 'North', timeZone: 'Europe/Berlin', settings: {} }))!
    const circuit: Omit<NewCircuit, 'name'> = {
      ...{ siteId: site.id, parentId: null, phases: 3, wiring: 'star', voltageV: 230, ratedA: 400, limitW: null },
      ...{ contractW: null, unbalanceA: null, marginPercent: 3, leastMarginA: 1, transformer: null, assumed: [] },
    }
    const [main, other] = [
      (await tx.circuits.addCircuit({ ...circuit, name: 'Main' }))!,
      (await tx.circuits.addCircuit({ ...circuit, name: 'Hall' }))!,
    ]
    const evse: Omit<EvseSupply, 'evse'> = {
      ...{
        phases: 'L1L2L3',
        learntPhases: null,
        rotation: null,
        cableA: null,
        kind: 'ac',
        maxA: 32,
        maxW: null,
        min: 6,
        step: 1,
        efficiency: 1,
      },
      ...{ powerFactor: 1, standbyW: 0, fallback: 6, fallbackVerifiedAt: null, obeysLease: true },
    } as const
    const evses = [
      { ...evse, evse: 1 },
      { ...evse, evse: 2 },
    ]
    await tx.circuits.connectCharger({
      chargerId,
      circuitId: main.id,
      maxA: null,
      maxW: null,
      weight: 1,
      klass: 0,
      evses,
    })
    return { siteId: site.id, circuitId: main.id, otherCircuitId: other.id }
  })
  return {
    ...{ url, storage, ctx, chargerId, now, ...made },
    async pass(seconds) {
      passed += seconds
      await execute(
        url,
        `create or replace function server_time() returns timestamptz language sql volatile parallel safe
         as 'select clock_timestamp() + interval ''${passed} seconds'''`,
      )
    },
    audited: async (action) =>
      (await ctx.auditTrail.search({ text: action, limit: 100 })).map(({ actor, subject, body }) => ({
        ...{ actor, subject, body },
      })),
  }
}
