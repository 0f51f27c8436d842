import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logIn } from '#test/support/console.ts'
import { askDatabase } from '#test/support/depot-api.ts'
import { configured, keysOf, settingsCharger } from '#test/support/provisioning-bench.ts'
import { eventually, startSystem } from '#test/support/system.ts'

const place = { componentInstance: null, evse: null, connector: null, variableInstance: null }
const light = { ...place, component: 'Custom16', variable: 'Acme.Light' }

test('people see and change the settings of a charger, and how it is configured', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], evses: 1 })
  const anna = await logIn(system)
  const [{ id }] = (await anna.get('board')).body.chargers
  const keys = keysOf({ 'Acme.Light': 'blue', MeterValueSampleInterval: '10', AuthorizationKey: 'canary' })
  const charger = await settingsCharger(system, 'CP-1', {
    answers: { ...keys, TriggerMessage: () => ({ status: 'Accepted' }) },
  })
  const variables = async (q = '') => (await anna.get(`chargers/${id}/variables${q}`)).body.items as any[]

  await t.test('the settings are read when that is asked for, and can be searched', async () => {
    assert.deepEqual(await variables(), [])
    assert.equal((await anna.post(`chargers/${id}/variables/read`, {})).status, 202)
    const all = await eventually(variables, ({ length }) => length === 3)
    assert.ok(!JSON.stringify(all).includes('canary'))
    const found = await variables('?q=metervalue%20INTERVAL')
    assert.deepEqual(
      found.map(({ key, component, value }) => [key, component, value]),
      [['MeterValueSampleInterval', 'SampledDataCtrlr', '10']],
    )
    keys.keys['Acme.Light'] = 'red'
    assert.equal((await anna.post(`chargers/${id}/variables/read`, { names: [light] })).status, 202)
    await eventually(
      () => variables('?q=acme'),
      ([one]) => one.value === 'red',
    )
  })

  await t.test('a setting is changed; a password is not one', async () => {
    const { status, body } = await anna.post(`chargers/${id}/variables`, { settings: [{ ...light, value: 'green' }] })
    assert.equal(status, 202)
    const command = await eventually(
      async () => (await anna.get(`commands/${body.id}`)).body,
      ({ state }) => state === 'accepted',
    )
    assert.equal(command.kind, 'change-settings')
    assert.equal(keys.keys['Acme.Light'], 'green')
    const secret = { ...place, component: 'SecurityCtrlr', variable: 'BasicAuthPassword', value: 'canary-canary-1' }
    assert.equal((await anna.post(`chargers/${id}/variables`, { settings: [secret] })).status, 400)
    assert.equal((await anna.post(`chargers/${id}/variables`, { settings: [] })).status, 400)
  })

  await t.test('a template is made, changed and removed, and has a name of its own', async () => {
    const template = {
      name: 'Acme',
      vendor: 'acme',
      model: null,
      firmware: null,
      priority: 1,
      settings: [{ ...light, value: 'white', generation: null }],
      measurands: null,
      extendsDefault: true,
      restartAllowed: false,
      acceptWhenConfigured: false,
    }
    const made = await anna.post('templates', template)
    assert.equal(made.status, 201)
    assert.equal((await anna.post('templates', { ...template, name: 'ACME' })).status, 409)
    const changed = await anna.call(`templates/${made.body.id}`, {
      method: 'PUT',
      body: { ...template, priority: 7 },
      headers: { cookie: anna.cookie, 'x-csrf-token': anna.csrfToken },
    })
    assert.deepEqual([changed.status, changed.body.priority], [200, 7])
    const secret = { ...place, component: 'Custom16', variable: 'WifiPassword', value: 'x', generation: null }
    assert.equal((await anna.post('templates', { ...template, name: 'B', settings: [secret] })).status, 400)
    const { items, default: own } = (await anna.get('templates')).body
    assert.deepEqual([items.length, own.name], [1, 'default'])
    const other = await anna.post('templates', { ...template, name: 'Other' })
    assert.equal((await anna.del(`templates/${other.body.id}`)).status, 204)
    assert.equal((await anna.del(`templates/${other.body.id}`)).status, 404)
  })

  await t.test('a change of a template says whom it would reach, and reaches no more than was agreed to', async () => {
    const [{ id: own, ...acme }] = (await anna.get('templates')).body.items
    const settings = [{ ...light, value: 'yellow', generation: null }]
    const reach = async (change: object) => (await anna.post('templates/preview', change)).body
    const change = { id: own, template: { ...acme, settings } }
    assert.deepEqual(await reach(change), { touched: [], charging: 0, of: 0 }, 'one that is left alone is not reached')
    await askDatabase(system.databaseUrl, `update charger set provisioning = 'automatic'`)
    assert.deepEqual(await reach(change), { touched: ['CP-1'], charging: 0, of: 1 })
    assert.deepEqual((await reach({ id: own, template: { ...acme, name: 'Else' } })).touched, [])
    assert.deepEqual((await reach({ id: null, template: { ...acme, settings, vendor: 'bolt' } })).touched, [])
    assert.deepEqual((await reach({ id: own, template: null })).touched, ['CP-1'])

    const put = (body: object) =>
      anna.call(`templates/${own}`, {
        method: 'PUT',
        body,
        headers: { cookie: anna.cookie, 'x-csrf-token': anna.csrfToken },
      })
    const wide = await put({ ...acme, settings, atMost: 0 })
    assert.deepEqual([wide.status, wide.body.error.field], [409, 'atMost'])
    assert.equal((await anna.del(`templates/${own}?atMost=0`)).status, 409)
    assert.deepEqual((await anna.get('templates')).body.items[0].settings[0].value, 'white')
    assert.equal((await put({ ...acme, atMost: 0 })).status, 200, 'what reaches nobody needs no yes')
  })

  await t.test('a charger is configured once more when that is asked for, by its template', async () => {
    const before = (await anna.get(`chargers/${id}/provisioning`)).body
    assert.deepEqual([before.state, before.template, before.settings], [null, 'Acme', []])
    assert.equal((await anna.post(`chargers/${id}/provisioning`)).status, 202)
    await configured(system)
    const view = (await anna.get(`chargers/${id}/provisioning`)).body
    assert.deepEqual([view.state, view.why, view.isAsked], ['done', 'asked', false])
    assert.equal(view.settings.find(({ name }: any) => name === 'Custom16.Acme.Light').outcome, 'written')
    assert.equal(view.steps[0].step, 'read')
    assert.equal(keys.keys['Acme.Light'], 'white')
    assert.equal((await anna.post('chargers/987654321/provisioning')).status, 404)
  })
  assert.deepEqual(charger.violations, [])
})
