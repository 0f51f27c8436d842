import { test } from 'node:test'
import { openDepot } from '#test/support/depot-api.ts'
import { startSystem } from '#test/support/system.ts'
test('x', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], env: { VOLTYARD_DEPOT_RATE_LIMIT: 'off' } })
  const depot = await openDepot(system)
  for (const v of ['9999-12-31T23:59:60Z', '9999-12-31T23:59:59Z', '2016-12-31T23:59:60Z']) {
    const { status, text } = await depot.call(`/v2/transactions?to=${v}`)
    console.log(v, status, text)
  }
})
