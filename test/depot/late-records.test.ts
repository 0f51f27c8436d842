import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDepot } from '#test/support/depot-api.ts'
import { dayAt, reportCharge, secondsAgo } from '#test/support/depot-sessions.ts'
import { startSystem } from '#test/support/system.ts'

// depot-api 9.4 with the charger's own times: Monday is the day before yesterday, Tuesday yesterday, Wednesday today.
test('check 4: what a charger did offline is found by InsertedAt and not by StartAt', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['T1', 'T2', 'T3'] })
  const depot = await openDepot(system)
  const poll = async (filterBy: string, from: string, to: string) => {
    const query = new URLSearchParams({ filterBy, from, to, order: 'asc' })
    return (await depot.call(`/v2/transactions?${query}`)).body
  }
  const cards = (records: { Initiator: string }[]) => records.map((record) => record.Initiator)

  const online = await system.connectCharger('CP-1')
  const monday = { startedAt: dayAt(2, '09:00'), endedAt: dayAt(2, '09:40'), idTag: 'T1' }
  await reportCharge(online, monday)
  await online.close()

  const firstPoll = new Date().toISOString()
  assert.deepEqual(cards(await poll('StartAt', dayAt(2, '06:00'), dayAt(1, '06:00'))), ['T1'])
  const first = await poll('InsertedAt', secondsAgo(86_400), firstPoll)
  assert.deepEqual(cards(first), ['T1'])

  const offline = [
    { startedAt: dayAt(2, '13:00'), endedAt: dayAt(2, '13:30'), idTag: 'T2' },
    { startedAt: dayAt(1, '09:00'), endedAt: dayAt(1, '09:30'), idTag: 'T3' },
  ]
  const back = await system.connectCharger('CP-1')
  for (const charge of offline) await reportCharge(back, charge)

  const secondPoll = new Date(Date.now() + 1_000).toISOString()
  const late = await poll('InsertedAt', firstPoll, secondPoll)
  assert.deepEqual(
    late.map(({ Initiator, StartAt, EndAt }: Record<string, string>) => [Initiator, StartAt, EndAt]),
    offline.map(({ idTag, startedAt, endedAt }) => [idTag, startedAt, endedAt]),
  )
  for (const { InsertedAt } of late) assert.ok(InsertedAt >= firstPoll && InsertedAt <= secondPoll)
  assert.deepEqual(cards(await poll('StartAt', dayAt(1, '06:00'), dayAt(0, '06:00'))), ['T3'])

  await t.test('a window that was read does not change, whatever is repeated or restarted later', async () => {
    for (const charge of [monday, ...offline]) await reportCharge(back, charge)
    await system.restart()
    assert.deepEqual(await poll('InsertedAt', secondsAgo(86_400), firstPoll), first)
    assert.deepEqual(await poll('InsertedAt', firstPoll, secondPoll), late)
  })
})
