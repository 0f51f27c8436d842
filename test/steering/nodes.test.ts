import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { connectAsOwner } from '#storage/database.ts'
import type { Storage } from '#storage/storage.ts'
import { ensureTenant } from '#storage/tenants.ts'
import { createMigratedDatabase } from '../support/database.ts'
import { execute, openNode } from '../support/durability-storage.ts'
import { eventually } from '../support/system.ts'

test('nodes share live sites evenly: who comes later is handed its share, and then nothing moves any more', async (t) => {
  const { first, second } = await nodesWith(t, 6)
  await first.sites.renewAndClaim()
  assert.equal(first.sites.sites.length, 6, 'alone it has all')
  assert.deepEqual([first.sites.hasOthers, first.sites.isFirst], [false, true])

  await looksUntil([first, second], [3, 3])
  assert.deepEqual([first.sites.isFirst, second.sites.isFirst], [true, false])
  const before = [first, second].map((node) => node.sites.sites)
  for (let i = 0; i < 3; i++) for (const node of [first, second]) await node.sites.renewAndClaim()
  assert.deepEqual(
    [first, second].map((node) => node.sites.sites),
    before,
  )
})

test('a site is handed over only when its engine has ended', async (t) => {
  const { first, second } = await nodesWith(t, 2)
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const lost: number[] = []
  first.sites.onChange({
    lost({ siteId }) {
      lost.push(siteId)
      return ended
    },
  })
  await first.sites.renewAndClaim()
  await second.sites.renewAndClaim()
  await first.sites.renewAndClaim()
  assert.equal(lost.length, 1)
  for (const node of [first, second, first, second]) await node.sites.renewAndClaim()
  assert.deepEqual([first.sites.sites.length, second.sites.sites.length], [1, 0], 'it is still ending')
  end()
  await looksUntil([first, second], [1, 1])
  assert.deepEqual(second.sites.sites, [{ siteId: lost[0], tenant: 1, fence: 2 }])
})

test('what a node steered that is silent is shared by the others', async (t) => {
  const { url, first, second } = await nodesWith(t, 5)
  const third = await openNode(t, url)
  await first.sites.renewAndClaim()
  for (const node of [second, third]) await node.sites.renewAndClaim()
  await execute(
    url,
    `update steering_owner set renewed_at = clock_timestamp() - interval '21 seconds'`,
    `update steering_node set heard_at = clock_timestamp() - interval '21 seconds' where node_id = ${first.node}`,
  )
  for (const node of [second, third]) await node.sites.renewAndClaim()
  assert.deepEqual([second.sites.sites.length, third.sites.sites.length], [3, 2])
})

test('what nobody takes is taken by whoever looks, whatever its share', async (t) => {
  const { url, first, second } = await nodesWith(t, 4)
  await first.sites.renewAndClaim()
  await second.sites.renewAndClaim()
  await execute(url, `update steering_owner set renewed_at = clock_timestamp() - interval '21 seconds'`)
  await second.sites.renewAndClaim()
  assert.equal(second.sites.sites.length, 2, 'the rest is for the other one')
  await execute(
    url,
    `update steering_owner set renewed_at = clock_timestamp() - interval '25 seconds' where node_id = ${first.node}`,
  )
  await second.sites.renewAndClaim()
  assert.equal(second.sites.sites.length, 4)
})

test('a node that ends lets its sites go, and is not counted any more', async (t) => {
  const { first, second } = await nodesWith(t, 4)
  await looksUntil([first, second], [2, 2])
  await first.sites.close()
  await second.sites.renewAndClaim()
  assert.equal(second.sites.sites.length, 4)
  assert.deepEqual([second.sites.hasOthers, second.sites.isFirst], [false, true])
})

test('who steers goes by real time, whatever clock the records go by', async (t) => {
  const { url, first, second } = await nodesWith(t, 1)
  const turn = (text: string) =>
    execute(
      url,
      `create or replace function server_time() returns timestamptz language sql volatile parallel safe as
         $$ select timestamptz '${text}' $$`,
    )
  await turn('2031-05-04T06:00:00Z')
  await first.sites.renewAndClaim()
  await turn('2031-05-05T06:00:00Z')
  await second.sites.renewAndClaim()
  await first.sites.renewAndClaim()
  assert.deepEqual([first.sites.sites.length, second.sites.sites.length], [1, 0])
})

async function looksUntil(nodes: readonly Storage[], sites: readonly number[]): Promise<void> {
  await eventually(
    async () => {
      for (const node of nodes) await node.sites.renewAndClaim()
      return nodes.map((node) => node.sites.sites.length)
    },
    (found) => found.join() === sites.join(),
  )
}

async function nodesWith(t: TestContext, sites: number) {
  const url = await createMigratedDatabase(t)
  await connectAsOwner(url, ensureTenant)
  await execute(
    url,
    `insert into location (tenant_id, name, time_zone, is_live)
     select 1, 'Depot ' || n, 'UTC', true from generate_series(1, ${sites}) n`,
  )
  const [first, second] = [await openNode(t, url), await openNode(t, url)]
  return { url, first, second }
}
