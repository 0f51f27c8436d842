import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command, knownValue, settingsCharger, variablesOf } from '#test/support/provisioning-bench.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, type System, startSystem } from '#test/support/system.ts'

const generatedAt = new Date().toISOString()
const reports = (system: System) =>
  read(system, `select state, asked, result from errand where kind = 'report' order by id`)
const ended = (system: System, count: number) =>
  eventually(
    () => reports(system),
    (all) => all.length >= count && all.every(({ state }) => state !== 'open'),
  )

function entry(component: object, variable: string, value: string | undefined, mutability = 'ReadWrite') {
  return {
    component,
    variable: { name: variable },
    variableAttribute: [{ mutability, ...(value === undefined ? {} : { value }) }],
    variableCharacteristics: { dataType: 'string', supportsMonitoring: false },
  }
}

for (const protocol of ['ocpp2.0.1', 'ocpp2.1']) {
  test(`reports of a ${protocol} charger`, async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], evses: 1 })
    let answer: (payload: any) => object = () => ({ status: 'Accepted' })
    const asked: any[] = []
    const base = (payload: any) => {
      asked.push(payload)
      return answer(payload)
    }
    const charger = await settingsCharger(system, 'CP-1', {
      protocol,
      answers: { GetBaseReport: base, GetReport: base },
    })
    const part = (requestId: number, seqNo: number, tbc: boolean | null, reportData: object[]) =>
      charger.call('NotifyReport', { requestId, generatedAt, seqNo, reportData, ...(tbc === null ? {} : { tbc }) })
    const inventory = { kind: 'read-device-model', inventory: 'full' }

    await t.test(
      'B07.FR.01, Q-222: parts in any order, and twice, make one inventory; its EVSEs are made',
      async () => {
        assert.equal((await command(system, 'CP-1', inventory)).state, 'accepted')
        const { requestId, reportBase } = asked.at(-1)
        assert.equal(reportBase, 'FullInventory')
        const last = [entry({ name: 'Connector', evse: { id: 2, connectorId: 2 } }, 'Available', 'true')]
        await part(requestId, 2, null, last)
        await part(requestId, 0, true, [
          entry({ name: 'TxCtrlr' }, 'EVConnectionTimeOut', '60'),
          entry({ name: 'EVSE', evse: { id: 3 } }, 'Power', '11'),
        ])
        await part(requestId, 0, true, [entry({ name: 'TxCtrlr' }, 'EVConnectionTimeOut', '999')])
        assert.deepEqual(await variablesOf(system), [], 'nothing before it is whole')
        await part(requestId, 1, true, [
          entry({ name: 'SecurityCtrlr' }, 'BasicAuthPassword', 'canary', 'WriteOnly'),
          entry({ name: 'Old' }, 'Thing', '1'),
        ])
        await ended(system, 1)
        assert.equal(await knownValue(system, 'TxCtrlr', 'EVConnectionTimeOut'), '60')
        assert.equal(await knownValue(system, 'SecurityCtrlr', 'BasicAuthPassword'), null)
        const places = await read(
          system,
          'select e.ocpp_evse as evse, c.ocpp_connector as connector from connector c join evse e on e.id = c.evse_id order by 1, 2',
        )
        assert.deepEqual(places, [
          { evse: 1, connector: 1 },
          { evse: 2, connector: 2 },
          { evse: 3, connector: 1 },
        ])
      },
    )

    await t.test('a full inventory replaces what was known, in one moment; a lesser report adds to it', async () => {
      await command(system, 'CP-1', inventory)
      await part(asked.at(-1).requestId, 0, false, [entry({ name: 'New' }, 'Thing', '1')])
      await ended(system, 2)
      assert.deepEqual(
        (await variablesOf(system)).map(({ component }) => component),
        ['New'],
      )
      const criteria = { kind: 'read-report', components: [], criteria: ['problem', 'enabled'] }
      assert.equal((await command(system, 'CP-1', criteria)).state, 'accepted')
      assert.deepEqual(asked.at(-1).componentCriteria, ['Problem', 'Enabled'])
      await part(asked.at(-1).requestId, 0, false, [entry({ name: 'Other' }, 'Thing', '2')])
      await ended(system, 3)
      assert.deepEqual(
        (await variablesOf(system)).map(({ component }) => component),
        ['New', 'Other'],
      )
    })

    await t.test('Q-222: numbers from 1, without a request id, without any EVSE', async () => {
      await command(system, 'CP-1', inventory)
      await part(0, 2, false, [entry({ name: 'Second' }, 'Thing', '2')])
      await part(0, 1, true, [entry({ name: 'First' }, 'Thing', '1')])
      await ended(system, 4)
      assert.deepEqual(
        (await variablesOf(system)).map(({ component }) => component),
        ['First', 'Second'],
      )
    })

    await t.test(
      'B07.FR.13, B08.FR.15: nothing to report, and not being able to, are ends as good as any',
      async () => {
        answer = () => ({ status: 'EmptyResultSet' })
        const empty = await command(system, 'CP-1', inventory)
        assert.deepEqual([empty.state, empty.reason], ['accepted', 'EmptyResultSet'])
        answer = () => ({ status: 'NotSupported', statusInfo: { reasonCode: 'NoReport' } })
        const unable = await command(system, 'CP-1', { ...inventory, inventory: 'summary' })
        assert.deepEqual([unable.state, unable.reason], ['refused', 'NotSupported: NoReport'])
        const [one, two] = (await ended(system, 6)).slice(-2)
        assert.deepEqual([one!.state, two!.state, two!.result], ['done', 'failed', { reason: 'NotSupported' }])
        assert.equal((await variablesOf(system)).length, 2, 'what is known stays')
      },
    )

    await t.test(
      'an operator’s own GetBaseReport, and a report that nobody asked for, are taken in as well',
      async () => {
        answer = () => ({ status: 'Accepted' })
        const payload = { requestId: 4711, reportBase: 'FullInventory' }
        assert.equal(
          (await command(system, 'CP-1', { kind: 'custom', action: 'GetBaseReport', payload })).state,
          'accepted',
        )
        await part(4711, 0, false, [entry({ name: 'Own' }, 'Thing', '1')])
        await part(815, 0, false, [entry({ name: 'Unasked' }, 'Thing', '1')])
        await ended(system, 8)
        assert.deepEqual(
          (await variablesOf(system)).map(({ component }) => component),
          ['Own', 'Unasked'],
        )
      },
    )

    await t.test('D-03: of a report whose end never comes, also over a new connection, what came is kept', async () => {
      await command(system, 'CP-1', inventory)
      const { requestId } = asked.at(-1)
      await part(requestId, 0, true, [entry({ name: 'Partial' }, 'Thing', '1')])
      await read(system, `update errand set deadline_at = now() - interval '1 second' where request_id = $1`, [
        requestId,
      ])
      await eventually(
        () => knownValue(system, 'Partial', 'Thing'),
        (value) => value === '1',
        15_000,
      )
      const [newest] = (await reports(system)).slice(-1)
      assert.equal(newest!.state, 'expired')
      assert.equal(await knownValue(system, 'Own', 'Thing'), '1', 'and nothing is taken away')
    })
    assert.deepEqual(charger.violations, [])
  })
}
