import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { event } from '#test/support/priced-charger.ts'
import { command, settingsCharger } from '#test/support/provisioning-bench.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, type System, startSystem } from '#test/support/system.ts'

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString()
const items = async (system: System, kind: string) =>
  (await read(system, 'select body from installed_item where kind = $1 order by item_key', [kind])).map(
    ({ body }) => body,
  )
const factsOf = (system: System, kind: string) =>
  read(system, 'select body from fact where kind = $1 order by at', [kind])
const hurry = (system: System) => read(system, 'update command set not_before = null')

const ac = {
  requestedEnergyTransfer: 'AC_three_phase',
  acChargingParameters: { energyAmount: 20_000, evMinCurrent: 6, evMaxCurrent: 32, evMaxVoltage: 400 },
}

describe('needs of vehicles', { concurrency: 3 }, () => {
  for (const protocol of ['ocpp2.0.1', 'ocpp2.1']) {
    test(`what a vehicle needs at a ${protocol} charger`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'], evses: 2, tokens: ['CARD-1'] })
      let answers: string[] = []
      const charger = await settingsCharger(system, 'CP-1', {
        protocol,
        answers: {
          SetChargingProfile: () => ({ status: answers.shift() ?? 'Accepted' }),
          ClearChargingProfile: () => ({ status: 'Accepted' }),
        },
      })
      const profiles = () => charger.of('SetChargingProfile')
      const asked = async (count: number) => {
        await hurry(system)
        await eventually(
          async () => profiles().length,
          (length) => length >= count,
          20_000,
        )
        await hurry(system)
        return profiles()
      }
      const needs = (more: object = {}, chargingNeeds: object = ac) =>
        charger.call('NotifyEVChargingNeeds', { evseId: 1, chargingNeeds, ...more })

      await t.test('K15.FR.04: without a session nothing can be planned', async () => {
        assert.equal((await needs()).status, 'Rejected')
        assert.equal((await items(system, 'ev-charging-needs'))[0].wireId, null)
      })

      const started = {
        triggerReason: 'Authorized',
        evse: { id: 1, connectorId: 1 },
        idToken: { idToken: 'CARD-1', type: 'Central' },
      }
      await charger.call(
        'TransactionEvent',
        event(0, 'Started', inSeconds(0), { chargingState: 'EVConnected', ...started }),
      )

      await t.test('K12, K13: a limit from outside is kept until it is lifted', async () => {
        const limit = (evseId: number | undefined, amperes: number) =>
          charger.call('NotifyChargingLimit', {
            ...(evseId === undefined ? {} : { evseId }),
            chargingLimit: { chargingLimitSource: 'EMS', isGridCritical: true },
            chargingSchedule: [
              {
                id: 1,
                chargingRateUnit: 'A',
                startSchedule: inSeconds(-60),
                chargingSchedulePeriod: [{ startPeriod: 0, limit: amperes }],
              },
            ],
          })
        assert.deepEqual(await limit(2, 6), {})
        assert.deepEqual(await limit(1, 99), {})
        assert.deepEqual(await limit(1, 20), {}, 'the newer one replaces the older')
        assert.deepEqual(
          (await items(system, 'charging-limit')).map(({ evse }) => evse),
          [1, 2],
        )
        assert.deepEqual(
          (await factsOf(system, 'charger.limited')).map(({ body }) => body.evse),
          [2, 1, 1],
        )
        assert.deepEqual(await charger.call('ClearedChargingLimit', { chargingLimitSource: 'EMS', evseId: 2 }), {})
        assert.deepEqual(
          (await items(system, 'charging-limit')).map(({ evse }) => evse),
          [1],
        )
      })

      await t.test(
        'K15.FR.07: its session gets a profile within the minute: as much as it can take and the limits allow',
        async () => {
          const departureTime = inSeconds(7_200)
          assert.equal((await needs({ maxScheduleTuples: 3 }, { ...ac, departureTime })).status, 'Accepted')
          const [{ evseId, chargingProfile: one }] = (await asked(1)) as [any]
          assert.deepEqual([evseId, one.chargingProfilePurpose, one.transactionId], [1, 'TxProfile', 'T-1'])
          const [schedule] = one.chargingSchedule
          assert.deepEqual(schedule.chargingSchedulePeriod, [{ startPeriod: 0, limit: 20 }])
          assert.ok(schedule.duration > 7_100 && schedule.duration <= 7_200)
          assert.equal((await items(system, 'charging-profile')).length, 1)
        },
      )

      await t.test('K15: a profile that is refused is followed by a simpler one, once', async () => {
        const later = {
          id: 1,
          chargingRateUnit: 'A',
          startSchedule: inSeconds(-60),
          chargingSchedulePeriod: [
            { startPeriod: 0, limit: 20 },
            { startPeriod: 3_600, limit: 10 },
          ],
        }
        await charger.call('NotifyChargingLimit', {
          evseId: 1,
          chargingLimit: { chargingLimitSource: 'EMS' },
          chargingSchedule: [later],
        })
        answers = ['Rejected', 'Rejected']
        await needs()
        const all = await asked(3)
        const [first, second] = all
          .slice(-2)
          .map(({ chargingProfile }) => chargingProfile.chargingSchedule[0].chargingSchedulePeriod)
        assert.deepEqual(
          first.map((period: any) => period.limit),
          [20, 10],
        )
        assert.deepEqual(second, [{ startPeriod: 0, limit: 10 }])
        await eventually(
          () => read(system, `select state from command where kind = 'set-profile' order by id`),
          (rows) => rows.length === 3 && rows[2]!.state === 'refused',
        )
        assert.deepEqual(await read(system, `select id from command where state in ('queued', 'sent')`), [])
      })

      await t.test(
        'K16, K17: a schedule within the limits is accepted; beyond them it is refused, and another round begins',
        async () => {
          const schedule = (limit: number) => ({
            ...{ evseId: 1, timeBase: inSeconds(0) },
            chargingSchedule: {
              id: 1,
              chargingRateUnit: 'A',
              duration: 3_000,
              chargingSchedulePeriod: [{ startPeriod: 0, limit }],
            },
          })
          const before = profiles().length
          assert.equal((await charger.call('NotifyEVChargingSchedule', schedule(20.5))).status, 'Accepted')
          assert.equal(profiles().length, before)
          for (let round = 1; round <= 3; round++) {
            assert.equal((await charger.call('NotifyEVChargingSchedule', schedule(32))).status, 'Rejected')
            await asked(before + round)
          }
          assert.equal((await charger.call('NotifyEVChargingSchedule', schedule(32))).status, 'Rejected')
          assert.deepEqual(
            await read(system, `select id from command where state = 'queued'`),
            [],
            'and no more than three',
          )
          const [last] = await items(system, 'ev-charging-schedule')
          assert.equal(last.rounds, 3)
          const [{ body }] = (await factsOf(system, 'session.schedule-deviates')) as [any]
          assert.deepEqual([body.evse, body.limit, body.wanted, body.unit], [1, 20, 32, 'A'])
        },
      )

      await t.test('what is lifted does not limit any more; a vehicle that nothing limits is told so', async () => {
        await charger.call('ClearedChargingLimit', { chargingLimitSource: 'EMS' })
        assert.deepEqual(await items(system, 'charging-limit'), [])
        const dc = { requestedEnergyTransfer: 'DC', dcChargingParameters: { evMaxCurrent: 0, evMaxVoltage: 0 } }
        assert.equal((await needs({}, dc)).status, protocol === 'ocpp2.1' ? 'NoChargingProfile' : 'Rejected')
      })

      await t.test('Q01.FR.04: a way to charge that the EVSE does not have is refused', async () => {
        await read(
          system,
          `insert into device_variable (tenant_id, charger_id, name_key, component, evse, variable, attribute, value)
         select tenant_id, id, 'v2x', 'V2XChargingCtrlr', 1, 'SupportedEnergyTransferModes', 'Actual', 'AC_single_phase' from charger`,
        )
        assert.equal((await needs()).status, 'Rejected')
      })

      await t.test('a session’s needs, schedule and profiles end with it', async () => {
        await charger.call(
          'TransactionEvent',
          event(1, 'Ended', inSeconds(0), {
            triggerReason: 'StopAuthorized',
            stoppedReason: 'Local',
            chargingState: 'Idle',
          }),
        )
        for (const kind of ['ev-charging-needs', 'ev-charging-schedule', 'charging-profile'])
          assert.deepEqual(await items(system, kind), [])
      })
      assert.deepEqual(charger.violations, [])
    })
  }

  test('what only 2.1 knows of charging', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], evses: 1, tokens: ['CARD-1'] })
    let status = 'Accepted'
    const answer = () => ({ status })
    const actions = [
      'SetChargingProfile',
      'UpdateDynamicSchedule',
      'UsePriorityCharging',
      'AFRRSignal',
      'NotifyAllowedEnergyTransfer',
    ]
    const charger = await settingsCharger(system, 'CP-1', {
      protocol: 'ocpp2.1',
      answers: Object.fromEntries(actions.map((action) => [action, answer])),
    })
    const started = {
      triggerReason: 'Authorized',
      evse: { id: 1, connectorId: 1 },
      idToken: { idToken: 'CARD-1', type: 'Central' },
    }
    await charger.call('TransactionEvent', event(0, 'Started', inSeconds(0), { chargingState: 'Charging', ...started }))
    const [{ id: sessionId }] = (await read(system, 'select id::int from session')) as [any]
    let profileId = 0

    await t.test('K28.FR.07: a dynamic profile is pulled with the values that it shall have', async () => {
      const periods = [{ startSeconds: 0, setpoint: 5_000, operationMode: 'CentralSetpoint' }]
      const profile = {
        stackLevel: 0,
        purpose: 'transaction',
        kind: 'dynamic',
        updateIntervalSeconds: 60,
        schedules: [{ unit: 'W', periods }],
      }
      const set = await command(system, 'CP-1', { kind: 'set-profile', evse: 1, profile, sessionId })
      assert.equal(set.state, 'accepted', set.reason)
      const [{ chargingProfile }] = charger.of('SetChargingProfile')
      assert.deepEqual([chargingProfile.chargingProfileKind, chargingProfile.dynUpdateInterval], ['Dynamic', 60])
      profileId = chargingProfile.id
      assert.deepEqual(await charger.call('PullDynamicScheduleUpdate', { chargingProfileId: profileId }), {
        status: 'Accepted',
        scheduleUpdate: { setpoint: 5_000 },
      })
    })

    await t.test('K28.FR.12: one that it shall not have is invalid', async () => {
      const unknown = await charger.call('PullDynamicScheduleUpdate', { chargingProfileId: 999 })
      assert.deepEqual([unknown.status, unknown.statusInfo.reasonCode], ['Rejected', 'InvalidProfile'])
    })

    await t.test('new values are pushed; what the charger refuses changes nothing', async () => {
      const push = (setpoint: number) =>
        command(system, 'CP-1', { kind: 'update-dynamic-schedule', profileId, values: { setpoint } })
      assert.equal((await push(-3_000)).state, 'accepted')
      assert.deepEqual(charger.of('UpdateDynamicSchedule'), [
        { chargingProfileId: profileId, scheduleUpdate: { setpoint: -3_000 } },
      ])
      status = 'Rejected'
      assert.equal((await push(9_000)).state, 'refused')
      status = 'Accepted'
      assert.equal(
        (await charger.call('PullDynamicScheduleUpdate', { chargingProfileId: profileId })).scheduleUpdate.setpoint,
        -3_000,
      )
      assert.match(
        (await command(system, 'CP-1', { kind: 'update-dynamic-schedule', profileId: 999, values: { limit: 1 } }))
          .reason,
        /no dynamic profile 999/,
      )
    })

    await t.test('K21, K22: priority is known whoever began it', async () => {
      const use = (activate: boolean) => command(system, 'CP-1', { kind: 'use-priority-charging', sessionId, activate })
      assert.equal((await use(true)).state, 'accepted')
      assert.deepEqual(await items(system, 'priority-charging'), [{ wireId: 'T-1' }])
      assert.deepEqual(await charger.call('NotifyPriorityCharging', { transactionId: 'T-1', activated: false }), {})
      assert.deepEqual(await items(system, 'priority-charging'), [])
      status = 'NoProfile'
      assert.deepEqual([(await use(true)).state, (await items(system, 'priority-charging')).length], ['refused', 0])
      status = 'Accepted'
      assert.deepEqual(
        (await factsOf(system, 'charger.priority-charging')).map(({ body }) => body.activated),
        [true, false],
      )
    })

    await t.test('Q07, Q02.FR.05: signals of the grid, and what a session may do from now on', async () => {
      const at = inSeconds(0)
      assert.equal((await command(system, 'CP-1', { kind: 'afrr-signal', signal: -50, at })).state, 'accepted')
      assert.deepEqual(charger.of('AFRRSignal'), [{ signal: -50, timestamp: at }])
      assert.equal(
        (await command(system, 'CP-1', { kind: 'allowed-energy-transfer', sessionId, modes: ['DC', 'DC_BPT'] })).state,
        'accepted',
      )
      assert.deepEqual(charger.of('NotifyAllowedEnergyTransfer'), [
        { transactionId: 'T-1', allowedEnergyTransfer: ['DC', 'DC_BPT'] },
      ])
      assert.equal(
        (await command(system, 'CP-1', { kind: 'allowed-energy-transfer', sessionId: 999_999, modes: ['DC'] })).state,
        'refused',
      )
    })

    await t.test('an older charger is not asked what it does not know', async () => {
      await system.addCharger('OLD')
      await settingsCharger(system, 'OLD', { protocol: 'ocpp1.6' })
      for (const request of [
        { kind: 'afrr-signal', signal: 1, at: inSeconds(0) },
        { kind: 'use-priority-charging', sessionId, activate: true },
        { kind: 'read-profiles', requestId: 1, ids: null, evse: null, purpose: null, stackLevel: null },
      ]) {
        assert.match((await command(system, 'OLD', request)).reason, /OCPP 1.6/)
      }
    })
    assert.deepEqual(charger.violations, [])
  })
})
