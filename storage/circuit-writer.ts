import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { Circuit, EvseSupply, NewCircuit } from '#core/circuits/circuit.ts'
import type { CircuitWriter } from '#core/circuits/circuit-store.ts'
import type { Site } from '#core/circuits/site.ts'
import { circuitOf, supplyOf, topologyOf } from './circuit-reads.ts'
import { circuitFrom, siteFrom } from './circuit-row.ts'
import type { Schema } from './schema.ts'
import { followWeather, setAmbient, weatherOf } from './weather-store.ts'

/** Sites, circuits and supplies as they are written, in one transaction. */
export function circuitWriter(trx: KyselyTransaction<Schema>, tenant: number): CircuitWriter {
  return {
    async addSite({ publicId, name, timeZone, currency, settings }) {
      const row = await trx
        .insertInto('location')
        .values({
          tenant_id: tenant,
          name,
          time_zone: timeZone,
          currency: currency ?? null,
          steering: JSON.stringify(settings),
          ...(publicId === undefined ? {} : { public_id: publicId }),
        })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'public_id']).doNothing())
        .returningAll()
        .executeTakeFirst()
      return row ? siteFrom(row) : null
    },
    async changeSite(id, { name, timeZone, currency, isLive, settings }): Promise<Site | null> {
      const row = await trx
        .updateTable('location')
        .set({
          ...(name === undefined ? {} : { name }),
          ...(timeZone === undefined ? {} : { time_zone: timeZone }),
          ...(currency === undefined ? {} : { currency }),
          ...(isLive === undefined ? {} : { is_live: isLive }),
          ...(settings === undefined ? {} : { steering: sql`steering || ${JSON.stringify(settings)}::jsonb` }),
          etag: sql`etag + 1`,
          modified_at: sql`server_time()`,
        })
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      return row ? siteFrom(row) : null
    },
    removeSite: (id) => remove(trx, tenant, 'location', id),
    setAmbient: (siteId, ambient) => setAmbient(trx, tenant, siteId, ambient),
    weather: (siteId) => weatherOf(trx, tenant, siteId),
    followWeather: (siteId, how) => followWeather(trx, tenant, siteId, how),
    async addCircuit({ siteId, publicId, ...circuit }) {
      const row = await trx
        .insertInto('circuit')
        .values({
          tenant_id: tenant,
          location_id: siteId,
          ...(publicId === undefined ? {} : { public_id: publicId }),
          ...columnsOf(circuit),
        })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'public_id']).doNothing())
        .returningAll()
        .executeTakeFirst()
      return row ? circuitFrom(row) : null
    },
    async changeCircuit(id, change) {
      const known = await circuitOf(trx, tenant, id)
      if (!known) return null
      const row = await trx
        .updateTable('circuit')
        .set({ ...columnsOf({ ...known, ...change }), etag: sql`etag + 1`, modified_at: sql`server_time()` })
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow()
      return circuitFrom(row)
    },
    removeCircuit: (id) => remove(trx, tenant, 'circuit', id),
    async connectCharger({ chargerId, circuitId, maxA, maxW, weight, klass, evses }) {
      await sql`
        insert into charger_supply (tenant_id, charger_id, circuit_id, max_a, max_w, weight, class)
        values (${tenant}, ${chargerId}, ${circuitId}, ${maxA}, ${maxW}, ${weight}, ${klass})
        on conflict (tenant_id, charger_id) do update set
          circuit_id = excluded.circuit_id, max_a = excluded.max_a, max_w = excluded.max_w, weight = excluded.weight,
          class = excluded.class, modified_at = server_time(), removed_at = null`.execute(trx)
      await sql`
        update evse_supply set removed_at = server_time()
         where tenant_id = ${tenant} and charger_id = ${chargerId} and removed_at is null
           and evse <> all(${evses.map(({ evse }) => evse)}::int[])`.execute(trx)
      for (const evse of evses) await writeEvse(trx, tenant, chargerId, evse)
    },
    async disconnectCharger(chargerId) {
      const { rows } = await sql`
        update charger_supply set removed_at = server_time()
         where tenant_id = ${tenant} and charger_id = ${chargerId} and removed_at is null
        returning charger_id`.execute(trx)
      return rows.length > 0
    },
    async noteEvse(chargerId, evse, { fallbackVerifiedAt, obeysLease, learntPhases }) {
      await trx
        .updateTable('evse_supply')
        .set({
          ...(fallbackVerifiedAt === undefined ? {} : { fallback_verified_at: fallbackVerifiedAt }),
          ...(obeysLease === undefined ? {} : { obeys_lease: obeysLease }),
          ...(learntPhases === undefined ? {} : { learnt_phases: learntPhases }),
          modified_at: sql`server_time()`,
        })
        .where('tenant_id', '=', tenant)
        .where('charger_id', '=', chargerId)
        .where('evse', '=', evse)
        .execute()
    },
    async lockSite(id) {
      const row = await trx
        .selectFrom('location')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .forUpdate()
        .executeTakeFirst()
      return row ? siteFrom(row) : null
    },
    topology: (siteId) => topologyOf(trx, tenant, siteId),
    circuit: (id) => circuitOf(trx, tenant, id),
    supply: (chargerId) => supplyOf(trx, tenant, chargerId),
  }
}

function columnsOf(circuit: Omit<NewCircuit, 'siteId' | 'publicId'> | Circuit) {
  return {
    parent_id: circuit.parentId,
    name: circuit.name,
    phases: circuit.phases,
    wiring: circuit.wiring,
    voltage_v: circuit.voltageV,
    rated_a: circuit.ratedA,
    limit_w: circuit.limitW,
    contract_w: circuit.contractW,
    unbalance_a: circuit.unbalanceA,
    margin_percent: circuit.marginPercent,
    least_margin_a: circuit.leastMarginA,
    primary_rated_a: circuit.transformer?.primaryRatedA ?? null,
    turns_ratio: circuit.transformer?.turnsRatio ?? null,
    assumed: JSON.stringify(circuit.assumed),
  }
}

async function writeEvse(trx: KyselyTransaction<Schema>, tenant: number, chargerId: number, evse: EvseSupply) {
  const columns = {
    phases: evse.phases,
    learnt_phases: evse.learntPhases,
    rotation: evse.rotation,
    kind: evse.kind,
    max_a: evse.maxA,
    cable_a: evse.cableA,
    max_w: evse.maxW,
    min: evse.min,
    step: evse.step,
    efficiency: evse.efficiency,
    power_factor: evse.powerFactor,
    standby_w: evse.standbyW,
    fallback: evse.fallback,
    fallback_verified_at: evse.fallbackVerifiedAt,
    obeys_lease: evse.obeysLease,
  }
  await trx
    .insertInto('evse_supply')
    .values({ tenant_id: tenant, charger_id: chargerId, evse: evse.evse, ...columns })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'charger_id', 'evse'])
        .doUpdateSet({ ...columns, modified_at: sql`server_time()`, removed_at: null }),
    )
    .execute()
}

async function remove(trx: KyselyTransaction<Schema>, tenant: number, table: 'location' | 'circuit', id: number) {
  const { rows } = await sql`
    update ${sql.table(table)} set removed_at = server_time(), etag = etag + 1, modified_at = server_time()
     where tenant_id = ${tenant} and id = ${id} and removed_at is null returning id`.execute(trx)
  return rows.length > 0
}
