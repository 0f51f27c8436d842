import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logIn } from '#test/support/console.ts'
import { read } from '#test/support/session-rows.ts'
import { startSystem } from '#test/support/system.ts'

test('a board of ten thousand chargers is one answer, made small on the way', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-0'] })
  const viewer = await logIn(system, { role: 'viewer' })
  await read(system, tenThousand)
  await read(system, statuses)
  const timings: number[] = []
  let answer = await viewer.get('me')
  for (let n = 0; n < 3; n++) {
    const began = performance.now()
    answer = await viewer.get('board')
    timings.push(Math.round(performance.now() - began))
  }
  assert.equal(answer.body.chargers.length, 10_001)
  assert.equal(answer.body.chargers.filter((one: any) => one.state === 'charging').length, 5_000)
  assert.equal(answer.headers.get('content-encoding'), 'gzip')
  const plain = await viewer.call('board', { headers: { 'accept-encoding': 'gzip;q=0, identity' } })
  assert.equal(plain.headers.get('content-encoding'), null)
  assert.equal(plain.body.chargers.length, 10_001)
  const bytes = Buffer.byteLength(answer.text)
  t.diagnostic(`first ${timings[0]} ms, then ${timings.slice(1)} ms, ${Math.round(bytes / 1024)} KiB`)
  assert.ok(bytes < 10_000 * 1_024)
})

const tenThousand = `
  with model as (select * from charger where identity = 'CP-0'),
  copy as (
    insert into charger (tenant_id, operator_id, identity, identity_folded, security_profile, password_hash)
    select m.tenant_id, m.operator_id, 'BIG-' || n, 'big-' || n, 1, m.password_hash from model m, generate_series(1, 10000) n
    returning tenant_id, id),
  evses as (
    insert into evse (tenant_id, charger_id, ocpp_evse) select tenant_id, id, n from copy, generate_series(1, 2) n
    returning tenant_id, charger_id, id, ocpp_evse)
  insert into connector (tenant_id, charger_id, evse_id, ocpp_connector, number)
  select tenant_id, charger_id, id, 1, ocpp_evse from evses`

const statuses = `
  with big as (select tenant_id, id from charger where identity like 'BIG-%'),
  seen as (
    insert into charger_state (charger_id, tenant_id, connected, connection_changed_at, ocpp_version, boot, changed_at)
    select id, tenant_id, true, now(), '1.6', '{"vendor":"Acme","model":"One","firmware":"1.2.3"}', now() from big)
  insert into evse_state (charger_id, ocpp_evse, ocpp_connector, tenant_id, status, changed_at, report_key)
  select id, n, 1, tenant_id, case when n = 1 and id % 2 = 0 then 'Charging' else 'Available' end, now(), 'x'
    from big, generate_series(1, 2) n`
