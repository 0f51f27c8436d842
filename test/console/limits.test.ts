import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logIn } from '#test/support/console.ts'
import { settingsCharger } from '#test/support/provisioning-bench.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, startSystem } from '#test/support/system.ts'

test('an operator limits a charger, sees what it goes by, and takes the limit back', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], evses: 2 })
  const accepted = () => ({ status: 'Accepted' })
  const composite = () => ({
    status: 'Accepted',
    schedule: {
      evseId: 1,
      duration: 60,
      scheduleStart: '2027-03-01T12:00:00Z',
      chargingRateUnit: 'A',
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
    },
  })
  const charger = await settingsCharger(system, 'CP-1', {
    protocol: 'ocpp2.0.1',
    answers: {
      SetChargingProfile: accepted,
      ClearChargingProfile: accepted,
      GetCompositeSchedule: composite,
      GetChargingProfiles: () => ({ status: 'NoProfiles' }),
    },
  })
  const anna = await logIn(system, { role: 'operator' })
  const [{ id }] = (await read(system, `select id::int from charger where identity = 'CP-1'`)) as [{ id: number }]
  const ended = async ({ status, body }: { status: number; body: any }) => {
    assert.equal(status, 202, JSON.stringify(body))
    return eventually(
      async () => (await anna.get(`commands/${body.id}`)).body,
      ({ state }) => state !== 'queued' && state !== 'sent',
    )
  }
  const profiles = async () => (await anna.get(`chargers/${id}/charging-profiles`)).body.items

  await t.test('the limit is asked, installed, and in what may be given from now on', async () => {
    assert.equal((await ended(await anna.post(`chargers/${id}/limit`, { evse: 1, limitA: 16 }))).state, 'accepted')
    const [one, ...others] = await profiles()
    assert.deepEqual(others, [])
    assert.deepEqual(
      [one.evse, one.purpose, one.isInstalled, one.isDesired, one.limitOf, one.unit],
      [1, 'default', true, true, 1, 'A'],
    )
    assert.deepEqual(one.periods, [{ startSeconds: 0, limit: 16, phases: null, setpoint: null, dischargeLimit: null }])
    const schedule = (await anna.get(`chargers/${id}/composite-schedule?evse=1&durationSeconds=60&unit=W`)).body
    assert.deepEqual(
      schedule.periods.map(({ limit }: any) => limit),
      [11_040],
    )
    assert.equal((await anna.get(`chargers/${id}/composite-schedule?evse=2`)).body.periods[0].limit, null)
  })

  await t.test('what makes no sense is refused with the field that is wrong', async () => {
    for (const [body, field] of [
      [{ evse: 1, limitA: 4 }, 'limitA'],
      [{ evse: 1 }, 'limitA'],
      [{ limitA: 16, limitW: 100 }, 'limitW'],
    ] as const) {
      const { status, body: answer } = await anna.post(`chargers/${id}/limit`, body)
      assert.deepEqual(
        [status, answer.error.code, answer.error.field],
        [400, 'invalid_value', field],
        JSON.stringify(answer),
      )
    }
  })

  await t.test('the charger is asked what it has and what it reckons', async () => {
    assert.equal(
      (await ended(await anna.post(`chargers/${id}/composite-schedule`, { evse: 1, durationSeconds: 60 }))).state,
      'accepted',
    )
    assert.equal((await ended(await anna.post(`chargers/${id}/charging-profiles/read`))).reason, 'NoProfiles')
    const [one] = await profiles()
    assert.deepEqual([one.isInstalled, one.isDesired], [false, true], 'it shall have what it does not have')
  })

  await t.test('what was limited is taken back, by the limit or by its profile', async () => {
    assert.equal((await ended(await anna.post(`chargers/${id}/limit/clear`, { evse: 1 }))).state, 'accepted')
    assert.deepEqual(await profiles(), [])
    assert.equal((await ended(await anna.post(`chargers/${id}/limit`, { evse: 2, limitW: 9_000 }))).state, 'accepted')
    const [one] = await profiles()
    assert.equal(
      (await ended(await anna.post(`chargers/${id}/charging-profiles/clear`, { id: one.id }))).state,
      'accepted',
    )
    assert.deepEqual(await profiles(), [])
  })
  assert.deepEqual(charger.violations, [])
})

test('S21: a pause asks for the password again; a viewer may look and not limit', async (t) => {
  const { heldClock } = await import('#test/support/held-clock.ts')
  const clock = heldClock()
  const system = await startSystem(t, { chargers: ['CP-1'], now: clock.now })
  const anna = await logIn(system, { role: 'operator' })
  const [{ id }] = (await read(system, 'select id::int from charger')) as [{ id: number }]
  clock.pass({ minutes: 11 })
  assert.equal((await anna.post(`chargers/${id}/limit`, { limitA: 0 })).body.error.code, 'confirm_required')
  assert.equal((await anna.post(`chargers/${id}/charging-profiles/clear`, {})).body.error.code, 'confirm_required')
  assert.equal((await anna.post(`chargers/${id}/limit`, { limitA: 16 })).status, 202)
  const viewer = await logIn(system, { role: 'viewer' })
  assert.equal((await viewer.post(`chargers/${id}/limit`, { limitA: 16 })).status, 403)
  assert.equal((await viewer.get(`chargers/${id}/charging-profiles`)).status, 200)
})

test('the command line limits a charger and takes the limit back', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const accepted = () => ({ status: 'Accepted' })
  const charger = await settingsCharger(system, 'CP-1', {
    answers: { SetChargingProfile: accepted, ClearChargingProfile: accepted },
  })
  const send = (request: object) => system.admin('command.send', { charger: 'CP-1', request })
  assert.equal((await send({ kind: 'limit', evse: 1, limitA: 16, limitW: null })).state, 'accepted')
  assert.equal((await send({ kind: 'clear-limit', evse: null })).state, 'accepted')
  assert.deepEqual(charger.violations, [])
})
