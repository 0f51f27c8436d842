import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { event } from '#test/support/priced-charger.ts'
import { command, settingsCharger } from '#test/support/provisioning-bench.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, type System, startSystem } from '#test/support/system.ts'

const installed = (system: System) =>
  read(
    system,
    `select item_key as key, body from installed_item where kind = 'charging-profile' order by item_key::bigint`,
  )
const desired = (system: System) =>
  read(
    system,
    'select profile_id as id, evse, profile, limit_of from charging_desired where ended_at is null order by profile_id',
  )
const now = () => new Date().toISOString()
const limit = (limitA: number, more: object = {}) => ({ kind: 'limit', evse: 1, limitA, limitW: null, ...more })
const isBare = (system: System) => read(system, 'update command set sent_at = null, not_before = null')

describe('limits and profiles of chargers', { concurrency: 3 }, () => {
  test('Q-206, Q-208: a 1.6 charger that refuses a limit is told it in the next way, and others of its make at once so', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'], evses: 2, tokens: ['CARD-1'] })
    // ABB refuses profiles of sessions, Wallbox every level but 0: this one does both.
    const takes = ({ csChargingProfiles: profile }: any) => {
      const isGood = profile.chargingProfilePurpose === 'TxDefaultProfile' && profile.stackLevel === 0
      return { status: isGood && profile.chargingProfileKind === 'Absolute' ? 'Accepted' : 'Rejected' }
    }
    const keys = { ChargeProfileMaxStackLevel: '5', ChargingScheduleAllowedChargingRateUnit: 'Current' }
    const answers = {
      SetChargingProfile: takes,
      ClearChargingProfile: () => ({ status: 'Unknown' }),
      GetConfiguration: () => ({
        configurationKey: Object.entries(keys).map(([key, value]) => ({ key, value, readonly: true })),
      }),
    }
    const charger = await settingsCharger(system, 'CP-1', { answers })
    await command(system, 'CP-1', { kind: 'read-device-model', inventory: 'full' })
    const start = { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: now() }
    const { transactionId } = await charger.call('StartTransaction', start)

    await t.test(
      'the session first, then the connector; the highest level first, then 0; relative, then absolute',
      async () => {
        const ended = await command(system, 'CP-1', limit(16))
        assert.deepEqual([ended.state, ended.reason], ['accepted', 'Set as the default of EVSE 1.'])
        const asked = charger.of('SetChargingProfile').map(({ connectorId, csChargingProfiles: one }) => {
          return [connectorId, one.chargingProfilePurpose, one.stackLevel, one.chargingProfileKind]
        })
        assert.deepEqual(asked, [
          [1, 'TxProfile', 5, 'Relative'],
          [1, 'TxProfile', 0, 'Relative'],
          [1, 'TxProfile', 5, 'Absolute'],
          [1, 'TxProfile', 0, 'Absolute'],
          [1, 'TxDefaultProfile', 5, 'Relative'],
          [1, 'TxDefaultProfile', 0, 'Relative'],
          [1, 'TxDefaultProfile', 5, 'Absolute'],
          [1, 'TxDefaultProfile', 0, 'Absolute'],
        ])
        const [first] = charger.of('SetChargingProfile')
        assert.equal(first.csChargingProfiles.transactionId, transactionId)
        assert.deepEqual(first.csChargingProfiles.chargingSchedule, {
          chargingRateUnit: 'A',
          chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
        })
        const [one, ...others] = await desired(system)
        assert.deepEqual([one!.evse, one!.limit_of, others], [1, 1, []])
        assert.deepEqual(
          (await installed(system)).map(({ key }) => key),
          [String(one!.id)],
        )
      },
    )

    await t.test('another charger of the same make and firmware is told it in the way that has worked', async () => {
      const other = await settingsCharger(system, 'CP-2', { answers })
      await command(system, 'CP-2', { kind: 'read-device-model', inventory: 'full' })
      await other.call('StartTransaction', { ...start, idTag: 'CARD-1' })
      assert.equal((await command(system, 'CP-2', limit(10))).state, 'accepted')
      assert.equal(other.of('SetChargingProfile').length, 1)
      assert.deepEqual(other.violations, [])
    })

    await t.test('Q-209: a limit of 0 is a pause, and a charger that says so is suspended, not faulty', async () => {
      await isBare(system)
      assert.equal((await command(system, 'CP-1', limit(0))).state, 'accepted')
      const { csChargingProfiles } = charger.of('SetChargingProfile').at(-1)
      assert.equal(csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].limit, 0)
      await charger.call('StatusNotification', {
        connectorId: 1,
        errorCode: 'NoError',
        status: 'SuspendedEVSE',
        timestamp: now(),
      })
      const [state] = await read(system, 'select status, error_code from evse_state where ocpp_evse = 1')
      assert.deepEqual(state, { status: 'SuspendedEVSE', error_code: 'NoError' })
      assert.equal((await desired(system)).length, 2, 'one of each charger: the same place holds the new one')
    })

    await t.test('K-10: a limit is taken back by the id of its profile; unknown is as good as gone', async () => {
      const ended = await command(system, 'CP-1', { kind: 'clear-limit', evse: 1 })
      assert.deepEqual([ended.state, ended.reason], ['accepted', 'Unknown'])
      const [{ id }] = charger.of('ClearChargingProfile')
      assert.equal(id, charger.of('SetChargingProfile').at(-1).csChargingProfiles.chargingProfileId)
      const left = await desired(system)
      assert.equal(left.length, 1)
      const none = await command(system, 'CP-1', { kind: 'clear-limit', evse: 1 })
      assert.deepEqual([none.state, none.reason], ['refused', 'No limit is set there.'])
    })
    assert.deepEqual(charger.violations, [])
  })

  test('what is asked of a charger as a limit, and what is not', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], evses: 2 })
    let status = 'Accepted'
    const answer = () => ({ status })
    const charger = await settingsCharger(system, 'CP-1', {
      answers: { SetChargingProfile: answer, ClearChargingProfile: () => ({ status: 'Accepted' }) },
    })

    await t.test(
      'K-07: what waits for the same place is replaced by what is newer, and waits ten seconds',
      async () => {
        await command(system, 'CP-1', limit(16))
        const { sendCommand } = await import('#core/commands/send-command.ts')
        const ctx = system.server.storage.contextFor({
          tenant: 1,
          actor: { kind: 'client', name: 'test' },
          door: 'cli',
        })
        const ask = (limitA: number, evse: number) =>
          sendCommand(ctx, 'CP-1', limit(limitA, { evse }) as never, { wait: false })
        const older = await ask(20, 1)
        const newer = await ask(24, 1)
        const elsewhere = await ask(10, 2)
        const rows = await read(system, 'select id::int, state, not_before from command where id = any($1)', [
          [older.id, newer.id],
        ])
        const stateOf = (id: number) => rows.find((row) => row.id === id)!
        assert.equal(stateOf(older.id).state, 'cancelled')
        assert.equal(stateOf(newer.id).state, 'queued')
        const [{ sent_at }] = (await read(
          system,
          `select sent_at from command where kind = 'limit' order by id limit 1`,
        )) as [any]
        assert.equal(stateOf(newer.id).not_before.getTime() - sent_at.getTime(), 10_000)
        await eventually(
          async () => ctx.commands.find(elsewhere.id),
          (one) => one?.state === 'accepted',
        )
        await read(system, 'update command set not_before = null')
        await eventually(
          async () => ctx.commands.find(newer.id),
          (one) => one?.state === 'accepted',
        )
        assert.deepEqual(
          charger
            .of('SetChargingProfile')
            .map((one) => one.csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].limit),
          [16, 10, 24],
        )
      },
    )

    await t.test('watts; a duration; the whole charger', async () => {
      await isBare(system)
      await command(system, 'CP-1', { kind: 'limit', evse: 2, limitA: null, limitW: 11_000, durationSeconds: 600 })
      const { connectorId, csChargingProfiles: one } = charger.of('SetChargingProfile').at(-1)
      assert.deepEqual(
        [connectorId, one.chargingProfilePurpose, one.chargingProfileKind],
        [2, 'TxDefaultProfile', 'Absolute'],
      )
      assert.equal(one.chargingSchedule.duration, 600)
      assert.ok(Date.parse(one.chargingSchedule.startSchedule) <= Date.now())
      assert.deepEqual(
        [one.chargingSchedule.chargingRateUnit, one.chargingSchedule.chargingSchedulePeriod[0].limit],
        ['W', 11_000],
      )
      await command(system, 'CP-1', { kind: 'limit', evse: null, limitA: 32, limitW: null })
      const whole = charger.of('SetChargingProfile').at(-1)
      assert.deepEqual(
        [whole.connectorId, whole.csChargingProfiles.chargingProfilePurpose],
        [0, 'ChargePointMaxProfile'],
      )
    })

    await t.test('what makes no sense is refused before it is sent', async () => {
      await isBare(system)
      const before = charger.of('SetChargingProfile').length
      for (const [request, reason] of [
        [limit(4), /Below 6 A/],
        [limit(-1), /from 0 on/],
        [limit(16.25), /one decimal/],
        [limit(16, { limitW: 1 }), /amperes or in watts/],
        [limit(16, { evse: 7 }), /no EVSE 7/],
      ] as const) {
        const ended = await command(system, 'CP-1', request)
        assert.equal(ended.state, 'refused')
        assert.match(ended.reason, reason)
      }
      const unable = await command(system, 'CP-1', {
        ...{ kind: 'set-profile', evse: 1 },
        profile: {
          stackLevel: 0,
          purpose: 'default',
          kind: 'relative',
          schedules: [{ unit: 'A', periods: [{ startSeconds: 120, limit: 6 }] }],
        },
      })
      assert.deepEqual([unable.state, unable.reason], ['refused', 'The first period has to begin at 0.'])
      assert.equal(charger.of('SetChargingProfile').length, before)
    })

    await t.test(
      'a charger that refuses every way is asked a bounded number of times, and nothing is installed by it',
      async () => {
        await isBare(system)
        status = 'Rejected'
        const [rows, count] = [await installed(system), charger.of('SetChargingProfile').length]
        const ended = await command(system, 'CP-1', limit(13))
        assert.equal(ended.state, 'refused')
        const kinds = charger
          .of('SetChargingProfile')
          .slice(count)
          .map(({ connectorId, csChargingProfiles: one }) => {
            return `${connectorId} ${one.chargingProfilePurpose} ${one.chargingSchedule.chargingRateUnit}`
          })
        assert.deepEqual(
          [...new Set(kinds)],
          [
            '1 TxDefaultProfile A',
            '0 TxDefaultProfile A',
            '0 ChargePointMaxProfile A',
            '1 TxDefaultProfile W',
            '0 TxDefaultProfile W',
            '0 ChargePointMaxProfile W',
          ],
        )
        assert.deepEqual(await installed(system), rows)
      },
    )
    assert.deepEqual(charger.violations, [])
  })

  for (const protocol of ['ocpp2.0.1', 'ocpp2.1']) {
    test(`limits and profiles of a ${protocol} charger`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'], evses: 1, tokens: ['CARD-1'] })
      let status = 'Accepted'
      const charger = await settingsCharger(system, 'CP-1', {
        protocol,
        answers: {
          SetChargingProfile: () => ({ status }),
          ClearChargingProfile: () => ({ status: 'Accepted' }),
          GetChargingProfiles: () => ({ status }),
          GetCompositeSchedule: () => ({ status, ...(status === 'Accepted' ? { schedule: composite } : {}) }),
        },
      })
      const composite = {
        evseId: 1,
        duration: 60,
        scheduleStart: now(),
        chargingRateUnit: 'A',
        chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
      }
      const started = {
        triggerReason: 'Authorized',
        evse: { id: 1, connectorId: 1 },
        idToken: { idToken: 'CARD-1', type: 'Central' },
      }
      await charger.call('TransactionEvent', event(0, 'Started', now(), { chargingState: 'Charging', ...started }))

      await t.test('a limit is one of the running session, K01.FR.39: and the next one has the same id', async () => {
        assert.equal((await command(system, 'CP-1', limit(16, { evse: null }))).state, 'accepted')
        await isBare(system)
        assert.equal((await command(system, 'CP-1', limit(12))).state, 'accepted')
        const [one, two] = charger.of('SetChargingProfile')
        assert.equal(one.chargingProfile.transactionId, 'T-1')
        assert.equal(one.chargingProfile.chargingProfilePurpose, 'TxProfile')
        assert.equal(one.chargingProfile.id, two.chargingProfile.id)
        assert.deepEqual(
          (await installed(system)).map(({ body }) => body.profile.schedules[0].periods[0].limit),
          [12],
        )
      })

      await t.test(
        'K-08: it is sent again when the charger has restarted, and forgotten with its session',
        async () => {
          const before = charger.of('SetChargingProfile').length
          await charger.call('BootNotification', {
            reason: 'PowerUp',
            chargingStation: { vendorName: 'Acme', model: 'Two', firmwareVersion: '1.0' },
          })
          await read(system, 'update command set not_before = null, sent_at = null')
          await eventually(
            async () => charger.of('SetChargingProfile').length,
            (count) => count === before + 1,
            20_000,
          )
          assert.equal(charger.of('SetChargingProfile').at(-1).chargingProfile.transactionId, 'T-1')
          // What it answered is on record.
          await eventually(
            () => read(system, `select from command where state in ('queued', 'sent')`),
            (open) => open.length === 0,
          )
          await charger.call(
            'TransactionEvent',
            event(1, 'Ended', now(), {
              triggerReason: 'StopAuthorized',
              stoppedReason: 'Local',
              chargingState: 'Idle',
            }),
          )
          assert.deepEqual([await desired(system), await installed(system)], [[], []])
        },
      )

      await t.test('K09: what it has is read in parts, and replaces what we knew', async () => {
        await command(system, 'CP-1', { kind: 'custom', action: 'SetChargingProfile', payload: stray })
        assert.deepEqual(
          (await installed(system)).map(({ key }) => key),
          ['4711'],
          'also what an operator sent by himself',
        )
        const all = { evse: null, purpose: null, stackLevel: null, ids: null }
        assert.equal(
          (await command(system, 'CP-1', { kind: 'read-profiles', requestId: 77, ...all })).state,
          'accepted',
        )
        const report = (evseId: number, id: number, tbc: boolean) => {
          const chargingProfile = [{ ...stray.chargingProfile, id }]
          return charger.call('ReportChargingProfiles', {
            requestId: 77,
            chargingLimitSource: 'CSO',
            evseId,
            tbc,
            chargingProfile,
          })
        }
        await report(1, 5, true)
        assert.deepEqual(
          (await installed(system)).map(({ key }) => key),
          ['4711'],
          'nothing before it is whole',
        )
        await report(0, 6, false)
        assert.deepEqual(
          (await installed(system)).map(({ key, body }) => [key, body.evse, body.source]),
          [
            ['5', 1, 'CSO'],
            ['6', 0, 'CSO'],
          ],
        )
        status = 'NoProfiles'
        assert.equal(
          (await command(system, 'CP-1', { kind: 'read-profiles', requestId: 78, ...all })).reason,
          'NoProfiles',
        )
        assert.deepEqual(await installed(system), [])
        const errands = await read(system, `select state from errand where kind = 'charging-profiles' order by id`)
        assert.deepEqual(
          errands.map(({ state }) => state),
          ['done', 'done'],
        )
      })

      await t.test('K08: what the charger itself reckons is kept with the command; a no is a no', async () => {
        status = 'Accepted'
        const asked = { kind: 'read-schedule', evse: 1, durationSeconds: 60, unit: 'A' }
        assert.deepEqual((await command(system, 'CP-1', asked)).response.schedule, composite)
        status = 'Rejected'
        assert.equal((await command(system, 'CP-1', asked)).state, 'refused')
      })

      await t.test('K10: by purpose all of it is cleared, by nothing nothing', async () => {
        status = 'Accepted'
        await command(system, 'CP-1', { kind: 'custom', action: 'SetChargingProfile', payload: stray })
        const criteria = { id: null, evse: null, purpose: 'default', stackLevel: null }
        assert.equal((await command(system, 'CP-1', { kind: 'clear-profiles', ...criteria })).state, 'accepted')
        assert.deepEqual(charger.of('ClearChargingProfile').at(-1), {
          chargingProfileCriteria: { chargingProfilePurpose: 'TxDefaultProfile' },
        })
        assert.deepEqual([await installed(system), await desired(system)], [[], []])
        assert.equal(
          (await command(system, 'CP-1', { kind: 'clear-profiles', ...criteria, purpose: null })).state,
          'refused',
        )
      })
      assert.deepEqual(charger.violations, [])
    })
  }

  const stray = {
    evseId: 1,
    chargingProfile: {
      ...{ id: 4711, stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile', chargingProfileKind: 'Relative' },
      chargingSchedule: [{ id: 1, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 8 }] }],
    },
  }

  test('a charger that goes silent, or away, in the middle of a limit leaves nothing hanging', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const charger = await system.connectRaw('CP-1', { protocols: ['ocpp2.0.1'] })
    await charger.call('BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Two' } })
    const asked = new Promise<void>((resolve) => {
      charger.socket.on('message', (data) => {
        if (JSON.parse(String(data))[2] === 'SetChargingProfile') resolve()
      })
    })
    const ending = command(system, 'CP-1', limit(16))
    await asked
    charger.socket.terminate()
    const ended = await ending
    assert.ok(['offline', 'timed_out'].includes(ended.state), ended.state)
    assert.deepEqual([await desired(system), await installed(system)], [[], []])
    assert.deepEqual(await read(system, `select id from command where state in ('queued', 'sent')`), [])
  })
})
