import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grantConfirmed, grantSent } from './account-steps.ts'
import { decideRound } from './decide-round.ts'
import { exampleAccount, exampleDemand, examplePlace, exampleRound, exampleRow } from './example-round.ts'
import type { PlaceDemand, SiteAdvice } from './round.ts'

/** Three sessions that have had their grant for three minutes, under an order or a wish of so many W. */
function valuesUnder(powerW: number, isOrder: boolean, over: Partial<PlaceDemand>[] = [{}, {}, {}], granted = 20) {
  const advice: SiteAdvice = { powerW, baseW: 690, reason: 'flexibility_activation', boundBy: 'activation7', isOrder }
  const places = over.map((demand, place) => {
    const number = place + 1
    const sent = grantSent(exampleAccount(number), { grantId: 1, value: granted, untilMs: 1_000_000 }, 0)
    const one = examplePlace(grantConfirmed(sent, 1, 0), ['main'], exampleDemand(number, { laxityH: 5, ...demand }))
    return { ...one, calm: { ...one.calm, lastSetPointMs: 0 } }
  })
  const { grants } = decideRound(exampleRound({ atMs: 180_000, rows: [exampleRow('main', 100)], places, advice }))
  return grants
}

const valuesOf = (grants: ReturnType<typeof valuesUnder>) => grants.map(({ value }) => value)

test('an order is obeyed at once, a wish when the last set-point is not so new any more', () => {
  const powerW = 690 * (1 + 3 * 12)
  assert.deepEqual(valuesOf(valuesUnder(powerW, true)).toSorted(), [12, 12, 12])
  assert.deepEqual(valuesOf(valuesUnder(powerW, false)), [20, 20, 20])
  const [first] = valuesUnder(powerW, true)
  assert.deepEqual([first!.reason, first!.boundBy], ['flexibility_activation', 'activation7'])
})

test('under an order that has no room for all smallest rates they take turns, under a wish all keep theirs', () => {
  const powerW = 690 * (1 + 12)
  assert.deepEqual(valuesOf(valuesUnder(powerW, true)).toSorted(), [0, 6, 6])
  assert.deepEqual(valuesOf(valuesUnder(powerW, false, [{}, {}, {}], 6)), [6, 6, 6])
})

test('an order leaves whoever has to charge now to be in time what that takes', () => {
  const [pressed, ...others] = valuesOf(valuesUnder(0, true, [{ lo: 16 }, {}, {}]))
  assert.deepEqual([pressed, others], [16, [0, 0]])
  const powerW = 690 * (1 + 22)
  assert.deepEqual(valuesOf(valuesUnder(powerW, true, [{ lo: 16 }, { laxityH: 6 }, { laxityH: 7 }])), [16, 6, 0])
})
