import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { capByHand, handCapOf, liftCap } from '#core/circuits/cap-by-hand.ts'
import type { LimitInterval, NewLimitSource } from '#core/circuits/limit.ts'
import { limitAt } from '#core/circuits/limit-at.ts'
import type { PriceBlock } from '#core/circuits/price.ts'
import { renewLimits, undoLimits, withdrawLimits, writeLimits } from '#core/circuits/write-limits.ts'
import { priceAt } from '#core/prices/price-at.ts'
import { writePrices } from '#core/prices/write-prices.ts'
import { openToldSite, type ToldSite } from '../support/told-site.ts'

const day = Temporal.Instant.from('2030-01-01T00:00:00Z')
const hour = (hours: number) => day.add({ minutes: Math.round(hours * 60) })
const span = (from: number, to: number | null, value: number): LimitInterval => ({
  ...{ from: hour(from), to: to === null ? null : hour(to), value },
})

test('what others tell a site of limits and prices', async (t) => {
  const site = await openToldSite(t)
  await limits(t, site)
  await leases(t, site)
  await caps(t, site)
  await prices(t, site)
})

async function limits(t: TestContext, site: ToldSite): Promise<void> {
  const { ctx, circuitId, siteId } = site
  const asked = (intervals: LimitInterval[], members: Partial<NewLimitSource> = {}): NewLimitSource => ({
    ...{ circuitId, kind: 'external', name: 'grid', unit: 'A', reason: 'works in the street', intervals, lease: null },
    ...members,
  })
  const key = { circuitId, kind: 'external', name: 'grid' } as const
  const stored = async () => (await ctx.siteLimits.limit(key))?.intervals.map(({ value }) => value) ?? null

  await t.test('a list replaces the former one of its source as a whole, and says who wrote it', async () => {
    await writeLimits(ctx, asked([span(0, 10, 100), span(10, 20, 0)]))
    const written = await writeLimits(ctx, asked([span(5, null, 50), span(0, 24, 70)]))
    assert.deepEqual(await stored(), [50, 70])
    assert.equal(written?.author, 'person:anna')
    assert.deepEqual(await ctx.siteLimits.limits(siteId, hour(0)), [written])
    const [newest] = await site.audited('limits.written')
    assert.deepEqual([newest?.actor, newest?.body?.lowest], ['person:anna', 50])
  })

  await t.test('the same list again changes nothing and is not audited', async () => {
    const before = (await site.audited('limits.written')).length
    await writeLimits(ctx, asked([span(5, null, 50), span(0, 24, 70)]))
    assert.equal((await site.audited('limits.written')).length, before)
  })

  await t.test('two sources stand side by side, and one says nothing of another circuit', async () => {
    await writeLimits(ctx, asked([span(0, 1, 1)], { name: 'market', kind: 'flexibility' }))
    await writeLimits(ctx, asked([span(0, 1, 2)], { circuitId: site.otherCircuitId }))
    assert.deepEqual(await stored(), [50, 70])
    assert.equal((await ctx.siteLimits.limits(siteId, hour(0))).length, 3)
    // What is over is not shown any more, but for what never ends.
    assert.deepEqual(
      (await ctx.siteLimits.limits(siteId, hour(1000))).map(({ name }) => name),
      ['grid'],
    )
  })

  await t.test('a change is undone by one step, and undone once more it is back', async () => {
    await writeLimits(ctx, asked([span(0, null, 0)], { reason: null }))
    assert.deepEqual(await stored(), [0])
    const undone = await undoLimits(ctx, key)
    assert.deepEqual([await stored(), undone?.reason], [[50, 70], 'works in the street'])
    assert.equal((await site.audited('limits.undone'))[0]?.body?.name, 'grid')
    await undoLimits(ctx, key)
    assert.deepEqual(await stored(), [0])
  })

  await t.test('a list that is withdrawn while it holds is gone at once, and can be brought back', async () => {
    await withdrawLimits(ctx, key)
    assert.equal(await stored(), null)
    await assert.rejects(withdrawLimits(ctx, key), { code: 'not_found' })
    await undoLimits(ctx, key)
    assert.deepEqual(await stored(), [0])
    assert.equal(await writeLimits(ctx, asked([])), null)
    assert.equal(await stored(), null)
  })

  await t.test('the first list of a source is undone to none', async () => {
    const first = { circuitId, kind: 'external', name: 'first' } as const
    await writeLimits(ctx, asked([span(0, null, 5)], first))
    await undoLimits(ctx, first)
    assert.equal(await ctx.siteLimits.limit(first), null)
    await assert.rejects(undoLimits(ctx, { ...first, name: 'nobody' }), { code: 'not_found' })
  })

  await t.test('past intervals are taken, and a list that makes no sense is refused as a whole', async () => {
    const past = { from: Temporal.Instant.from('2001-01-01T00:00:00Z'), to: day, value: 3 }
    const most = Array.from({ length: 1_999 }, (_, i) => span(i, i + 1, i))
    await writeLimits(ctx, asked([past, ...most]))
    const bad: LimitInterval[][] = [
      [past, ...most, past],
      [span(1, 1, 5)],
      [span(2, 1, 5)],
      [span(0, 1, -1)],
      [span(0, 1, Number.NaN)],
      [span(0, 1, Number.POSITIVE_INFINITY)],
    ]
    for (const intervals of bad) await assert.rejects(writeLimits(ctx, asked(intervals)), { code: 'invalid_value' })
    await assert.rejects(writeLimits(ctx, asked([], { name: '' })), { code: 'invalid_value' })
    await assert.rejects(writeLimits(ctx, asked([span(0, 1, 1)], { circuitId: 999_999 })), { code: 'not_found' })
    assert.equal((await stored())?.length, 2_000)
    await withdrawLimits(ctx, key)
  })

  await t.test('two that write at once leave one of the two lists, and never a mixture', async () => {
    const lists = [1, 2, 3, 4].map((value) => asked([span(0, 1, value), span(1, 2, value)], { name: 'race' }))
    await Promise.all(lists.map((list) => writeLimits(ctx, list)))
    const [first, second] = (await ctx.siteLimits.limit({ ...key, name: 'race' }))!.intervals
    assert.equal(first?.value, second?.value)
  })
}

async function leases(t: TestContext, site: ToldSite): Promise<void> {
  const { ctx, circuitId } = site
  const key = { circuitId, kind: 'grid-operator', name: 'box' } as const
  const lease = { seconds: 60, fallback: 8, leastSeconds: 600 }
  const write = (value: number | null) =>
    writeLimits(ctx, {
      ...{ ...key, unit: 'A', reason: null, lease },
      intervals: value === null ? [] : [{ from: site.now(), to: null, value }],
    })
  const value = async () => limitAt((await ctx.siteLimits.limit(key))!, site.now())?.value ?? null

  await t.test('a source without limits that has to be heard is no limit until its lease runs out', async () => {
    await write(null)
    assert.equal(await value(), null)
    await site.pass(40)
    await renewLimits(ctx, key)
    await site.pass(40)
    assert.equal(await value(), null)
    await site.pass(40)
    assert.equal(await value(), 8)
  })

  await t.test('after that only a new list ends the fallback, and not before its least time is over', async () => {
    await assert.rejects(renewLimits(ctx, key), { code: 'conflict' })
    await write(30)
    assert.equal(await value(), 8)
    await write(5)
    assert.equal(await value(), 5)
    await write(30)
    for (let seconds = 0; seconds < 600; seconds += 40) {
      await site.pass(40)
      await renewLimits(ctx, key)
    }
    assert.equal(await value(), 30)
  })

  await t.test('a source without a lease cannot be renewed', async () => {
    await assert.rejects(renewLimits(ctx, { ...key, name: 'nobody' }), { code: 'not_found' })
    for (const bad of [
      { seconds: 0 },
      { seconds: 1.5 },
      { fallback: -1 },
      { fallback: Number.NaN },
      { leastSeconds: -1 },
    ]) {
      const intervals = [{ from: day, to: null, value: 1 }]
      const asked = { ...key, unit: 'A' as const, reason: null, intervals, lease: { ...lease, ...bad } }
      await assert.rejects(writeLimits(ctx, asked), { code: 'invalid_value' })
    }
  })
}

async function caps(t: TestContext, site: ToldSite): Promise<void> {
  const { ctx, circuitId } = site
  const value = async () => {
    const found = await ctx.siteLimits.limit(handCapOf(circuitId))
    return found && (limitAt(found, site.now())?.value ?? null)
  }

  await t.test(
    'an operator caps a circuit until a time, and the cap ends by itself, by hand, or by undoing',
    async () => {
      const cap = { circuitId, unit: 'A' as const, reason: 'smoke in hall 2' }
      await capByHand(ctx, { ...cap, value: 0, until: site.now().add({ seconds: 100 }) })
      assert.equal(await value(), 0)
      await capByHand(ctx, { ...cap, value: 20, until: null })
      assert.equal(await value(), 20)
      await undoLimits(ctx, handCapOf(circuitId))
      assert.equal(await value(), 0)
      await site.pass(101)
      assert.equal(await value(), null)
      await capByHand(ctx, { ...cap, value: 20, until: null })
      await liftCap(ctx, circuitId)
      assert.equal(await value(), null)
      await assert.rejects(liftCap(ctx, circuitId), { code: 'not_found' })
      const late = { ...cap, value: 1, until: site.now().subtract({ seconds: 1 }) }
      await assert.rejects(capByHand(ctx, late), { code: 'invalid_value' })
    },
  )
}

async function prices(t: TestContext, { ctx, siteId, audited }: ToldSite): Promise<void> {
  const block = (from: number, to: number, price: string, currency = 'EUR'): PriceBlock => ({
    ...{ from: hour(from), to: hour(to), price, sellPrice: null, currency },
  })
  const stored = async () =>
    (await ctx.siteLimits.prices(siteId, hour(-100), hour(1000))).map(({ from, to, price }) => {
      const hours = (at: Temporal.Instant) => at.since(day).total('hours')
      return `${hours(from)}-${hours(to)} ${price}`
    })

  await t.test('the first prices set the currency of a site, and others are refused as a whole list', async () => {
    await writePrices(ctx, siteId, [block(1, 2, '-0.0125'), block(0, 1, '0.3050')])
    assert.equal((await ctx.circuits.site(siteId))?.currency, 'EUR')
    assert.deepEqual(await stored(), ['0-1 0.3050', '1-2 -0.0125'])
    const bad: PriceBlock[][] = [
      [block(5, 6, '0.1', 'CHF')],
      [block(5, 6, '0.1'), block(6, 7, '0.1', 'CHF')],
      [block(5, 7, '0.1'), block(6, 8, '0.1')],
      [block(6, 6, '0.1')],
      [block(5, 6, 'free')],
      [block(5, 6, '1e3')],
      [block(5, 6, '0.1', 'eur')],
      [],
    ]
    for (const list of bad) await assert.rejects(writePrices(ctx, siteId, list), { code: 'invalid_value' })
    await assert.rejects(writePrices(ctx, 999_999, [block(0, 1, '1')]), { code: 'not_found' })
    assert.deepEqual(await stored(), ['0-1 0.3050', '1-2 -0.0125'])
    assert.equal((await audited('prices.written')).length, 1)
  })

  await t.test('a list replaces what was told of its span, gaps as well, and nothing outside of it', async () => {
    await writePrices(ctx, siteId, [block(0, 24, '0.30')])
    await writePrices(ctx, siteId, [block(6, 7, '0.10'), block(9, 10, '0.20')])
    assert.deepEqual(await stored(), ['0-6 0.30', '6-7 0.10', '9-10 0.20', '10-24 0.30'])
    await writePrices(ctx, siteId, [block(-1, 6.5, '0.40')])
    assert.deepEqual(await stored(), ['-1-6.5 0.40', '6.5-7 0.10', '9-10 0.20', '10-24 0.30'])
    const blocks = await ctx.siteLimits.prices(siteId, hour(8), hour(9.5))
    assert.deepEqual(
      blocks.map(({ price }) => price),
      ['0.20'],
    )
    assert.equal(priceAt(blocks, hour(8), '0.35'), '0.35')
  })

  await t.test('the quarter-hours of days on which clocks change come back as they were written', async () => {
    for (const [from, quarters] of [
      ['2030-03-30T23:00:00Z', 92],
      ['2030-10-26T22:00:00Z', 100],
    ] as const) {
      const first = Temporal.Instant.from(from)
      const list = Array.from({ length: quarters }, (_, i) => ({
        ...{ from: first.add({ minutes: 15 * i }), to: first.add({ minutes: 15 * (i + 1) }), price: `0.${i + 100}` },
        ...{ sellPrice: '0.08', currency: 'EUR' },
      }))
      await writePrices(ctx, siteId, list)
      const next = Temporal.PlainDate.from(first.toZonedDateTimeISO('Europe/Berlin').toPlainDate()).add({ days: 1 })
      const end = next.toZonedDateTime('Europe/Berlin').toInstant()
      assert.deepEqual(await ctx.siteLimits.prices(siteId, first, end), list)
    }
  })
}
