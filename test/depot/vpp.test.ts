import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, openDepot } from '#test/support/depot-api.ts'
import { startSystem } from '#test/support/system.ts'

const hour = (hours: number) =>
  new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 + hours * 3_600_000).toISOString()

test('energy prices over the depot API', async (t) => {
  const system = await startSystem(t, { env: { VOLTYARD_DEPOT_RATE_LIMIT: 'off' } })
  const depot = await openDepot(system)
  const addSite = async (name: string, more: object = {}) =>
    String((await system.admin('site.add', { name, timeZone: 'Europe/Berlin', ...more })).publicId)
  const site = await addSite('Depot')
  const path = (id = site) => `/v1/vppController/${id}/energyPrices`
  const write = (list: unknown, to = path()) =>
    depot.call(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ PricesJsonStr: list }),
    })
  const read = async (query = '', from = path()) => (await depot.call(from + query)).body.PricesJsonStr.blocks

  await t.test('check 13: what was written is read back, and said in the words of the original', async () => {
    assert.deepEqual(await read(), [])
    const blocks = [
      { start: hour(0), duration: 60, price: 0.182 },
      { start: hour(1), duration: 60, price: -0.0167 },
    ]
    const { status, body } = await write({ blocks })
    assert.deepEqual([status, body], [200, { code: 200, message: 'Energy prices have been updated.' }])
    assert.deepEqual(await read(), blocks)
  })

  await t.test('a list may come as text, in any order and any offset', async () => {
    const later = { start: hour(5).replace('Z', '+00:00'), duration: 3_600, price: 0.3 }
    const sooner = { start: hour(4), duration: 3_600, price: 1e-7 }
    assert.equal((await write(JSON.stringify({ blocks: [later, sooner] }))).status, 200)
    assert.deepEqual(await read(`?from=${hour(4)}`), [sooner, { ...later, start: hour(5) }])
  })

  await t.test('a list replaces what its span covers, and nothing else', async () => {
    assert.equal((await write({ blocks: [{ start: hour(1), duration: 1_800, price: 9 }] })).status, 200)
    const stored = (await read()).map(({ start, price }: { start: string; price: number }) => [start, price])
    const half = new Date(Date.parse(hour(1)) + 1_800_000).toISOString()
    assert.deepEqual(stored, [
      [hour(0), 0.182],
      [hour(1), 9],
      [half, -0.0167],
      [hour(4), 1e-7],
      [hour(5), 0.3],
    ])
  })

  await t.test('the days on which clocks change have 92 and 100 quarters of an hour', async () => {
    const other = await addSite('Clocks')
    for (const [day, quarters] of [
      ['2027-03-28', 92],
      ['2026-10-25', 100],
    ] as const) {
      const begin = Temporal.PlainDate.from(day).toZonedDateTime('Europe/Berlin').toInstant()
      const blocks = Array.from({ length: quarters }, (_, at) => ({
        ...{ start: new Date(begin.epochMilliseconds + at * 900_000).toISOString(), duration: 15, price: at / 100 },
      }))
      assert.equal((await write({ blocks }, path(other))).status, 200)
      const end = begin.add({ seconds: quarters * 900 - 1 })
      assert.deepEqual(await read(`?from=${begin}&to=${end}`, path(other)), blocks)
    }
  })

  await t.test('the currency is the site’s own, else that of the installation', async () => {
    const swiss = await addSite('Bern', { currency: 'CHF' })
    assert.equal((await write({ blocks: [{ start: hour(0), duration: 1, price: 1 }] }, path(swiss))).status, 200)
    const list = (await system.admin('site.list', {})) as { sites: { publicId: string; currency: string }[] }
    const currencies = new Map(list.sites.map((one) => [one.publicId, one.currency]))
    assert.deepEqual([currencies.get(swiss), currencies.get(site)], ['CHF', 'EUR'])
  })

  await t.test('what is not a list of prices changes nothing', async () => {
    const before = await read()
    const good = { start: hour(8), duration: 60, price: 1 }
    const lists: unknown[] = [
      ...[undefined, null, 1, [], {}, '', 'x', '{}', '{"blocks":{}}', { blocks: [] }, { blocks: 'x' }],
      { blocks: [good, { ...good, start: hour(8.5) }] },
      ...[
        { start: 'soon' },
        { start: 1 },
        { start: '2025-02-30T00:00:00Z' },
        { duration: 0 },
        { duration: -60 },
        { duration: '60' },
        { price: '1' },
        { price: null },
        { price: 1e30 },
      ].map((wrong) => ({ blocks: [{ ...good, ...wrong }] })),
    ]
    for (const list of lists) assertError(await write(list), 400, 'invalid_body')
    assert.deepEqual(await read(), before)
    assertError(await depot.call(`${path()}?from=${hour(2)}&to=${hour(1)}`), 400, 'invalid_parameter')
  })

  await t.test('a site that is unknown, or another tenant’s, is a 404', async () => {
    await system.admin('tenant.add', { slug: 'other', name: 'Other' })
    const foreign = await addSite('Theirs', { tenant: 'other' })
    for (const id of ['none', foreign, '1']) {
      assertError(await depot.call(path(id)), 404, 'site_not_found')
      assertError(await write({ blocks: [{ start: hour(0), duration: 1, price: 1 }] }, path(id)), 404, 'site_not_found')
    }
  })
})
