import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ConsoleUser, logIn } from '#test/support/console.ts'
import { eventually, type System, startSystem } from '#test/support/system.ts'

test('the console knows what can be sent to a charger of each version, and how it has to look', async (t) => {
  const system = await startSystem(t)
  const operator = await logIn(system, { role: 'operator' })
  const actions = async (version: string) => (await operator.get(`ocpp-actions?version=${version}`)).body.items
  const [of16, of201, of21] = [await actions('1.6'), await actions('2.0.1'), await actions('2.1')]
  assert.ok(of16.includes('ChangeConfiguration') && !of16.includes('BootNotification'))
  assert.ok(of201.includes('SetVariables') && !of201.includes('ChangeConfiguration'))
  assert.ok(of21.includes('SetDERControl') && !of201.includes('SetDERControl'))

  for (const [version, items] of [['1.6', of16] as const, ['2.0.1', of201] as const, ['2.1', of21] as const]) {
    for (const action of items) {
      const { status, body } = await operator.get(`ocpp-schema?version=${version}&action=${action}`)
      assert.equal(status, 200, `${version} ${action}`)
      assert.equal(body.schema.type, 'object')
      const references = [...JSON.stringify(body.schema).matchAll(/"#\/definitions\/(\w+)"/g)].map(([, name]) => name!)
      for (const name of references) assert.ok(body.schema.definitions[name], `${version} ${action} ${name}`)
      for (const name of Object.keys(body.schema.definitions)) assert.ok(references.includes(name))
    }
  }
  for (const asked of ['version=1.6&action=BootNotification', 'version=1.6&action=constructor']) {
    assert.equal((await operator.get(`ocpp-schema?${asked}`)).status, 404)
  }
  assert.equal((await operator.get('ocpp-actions?version=3')).status, 400)
})

test('a message that was sent by hand stands among the commands with what it was', async (t) => {
  const { operator, id, charger } = await openCharger(t)
  charger.handle('GetLocalListVersion', () => ({ listVersion: 7 }))
  const sent = await operator.post(`chargers/${id}/custom-ocpp`, { action: 'GetLocalListVersion', payload: {} })
  assert.deepEqual(sent.body, { success: true, response: { listVersion: 7 }, error: null })
  const refused = await operator.post(`chargers/${id}/custom-ocpp`, { action: 'Reset', payload: { type: 'Medium' } })
  assert.equal(refused.body.success, false)

  const [second, first] = (await operator.get(`chargers/${id}/commands`)).body.items
  assert.deepEqual(
    [first.kind, first.state, first.action, first.attempts, first.params],
    ['custom', 'accepted', 'GetLocalListVersion', 1, { action: 'GetLocalListVersion', payload: {} }],
  )
  assert.deepEqual([second.state, second.action, second.sentAt === null], ['refused', null, false])
  assert.ok(Date.parse(first.deadlineAt) > Date.parse(first.createdAt))
})

test('a command that waits is taken back once, and one that was sent is not', async (t) => {
  const { system, operator, id, charger } = await openCharger(t)
  let answer: (reply: object) => void = () => undefined
  charger.handle('ChangeAvailability', () => new Promise((resolve) => (answer = resolve)))
  const available = { kind: 'availability', operative: true, connector: null }
  const first = (await operator.post(`chargers/${id}/commands`, available)).body.id
  await eventually(
    async () => (await operator.get(`commands/${first}`)).body.state,
    (state) => state === 'sent',
  )
  const second = (await operator.post(`chargers/${id}/commands`, available)).body.id

  const viewer = await logIn(system, { role: 'viewer' })
  assert.equal((await viewer.post(`commands/${second}/cancel`)).status, 403)
  const cancelled = await operator.post(`commands/${second}/cancel`)
  assert.deepEqual([cancelled.status, cancelled.body.state], [200, 'cancelled'])
  for (const late of [first, second]) {
    const { status, body } = await operator.post(`commands/${late}/cancel`)
    assert.deepEqual([status, body.error.code], [409, 'conflict'])
  }
  assert.equal((await operator.post('commands/987654321/cancel')).status, 404)
  answer({ status: 'Accepted' })
})

test('what a charger goes on with after its answer is listed, with its steps', async (t) => {
  const { operator, id, charger } = await openCharger(t)
  charger.handle('UpdateFirmware', () => ({}))
  const payload = { location: 'https://example.com/new.bin', retrieveDate: '2027-01-31T12:00:00Z' }
  const sent = await operator.post(`chargers/${id}/custom-ocpp`, { action: 'UpdateFirmware', payload })
  assert.equal(sent.body.success, true, JSON.stringify(sent.body))
  await charger.call('FirmwareStatusNotification', { status: 'Downloading' })

  const listed = await eventually(
    async () => (await operator.get(`chargers/${id}/errands`)).body.items,
    ([errand]) => errand?.progress === 'Downloading',
  )
  assert.deepEqual([listed.length, listed[0].kind, listed[0].state], [1, 'firmware', 'open'])
  const { body } = await operator.get(`chargers/${id}/errands/${listed[0].id}`)
  assert.ok(body.steps.some((step: { progress: string }) => step.progress === 'Downloading'))
  assert.deepEqual((await operator.get(`chargers/${id}/errands?kind=log`)).body.items, [])

  const others = (await operator.post('chargers', { identity: 'CP-2' })).body.id
  assert.equal((await operator.get(`chargers/${others}/errands/${listed[0].id}`)).status, 404)
})

test('events are listed by kind, page by page, and what is wrong now is told apart', async (t) => {
  const { operator, id, charger } = await openCharger(t, 'ocpp2.0.1')
  const event = (eventId: number, more: object) => ({
    eventId,
    timestamp: `2027-01-31T12:00:0${eventId}Z`,
    trigger: 'Alerting',
    actualValue: '91',
    component: { name: 'Connector', evse: { id: 1, connectorId: 1 } },
    variable: { name: 'Temperature' },
    eventNotificationType: 'HardWiredMonitor',
    ...more,
  })
  const notify = (...eventData: object[]) =>
    charger.call('NotifyEvent', { generatedAt: '2027-01-31T12:00:00Z', seqNo: 0, eventData })
  await charger.call('SecurityEventNotification', {
    type: 'TamperDetectionActivated',
    timestamp: '2027-01-31T11:00:00Z',
  })
  await notify(event(1, {}), event(2, { variable: { name: 'Problem' }, actualValue: 'true', trigger: 'Delta' }))

  const list = async (query = '') => (await operator.get(`chargers/${id}/events${query}`)).body
  const typesOf = ({ items }: { items: { type: string }[] }) => items.map(({ type }) => type)
  assert.deepEqual(typesOf(await list('?kind=security')), ['TamperDetectionActivated'])
  const page = await list('?limit=2')
  assert.deepEqual(typesOf(page), ['Connector.Problem', 'Connector.Temperature'])
  assert.deepEqual(typesOf(await list(`?before=${page.next}`)), ['TamperDetectionActivated'])

  const troubles = async () => typesOf((await operator.get(`chargers/${id}/troubles`)).body).toSorted()
  assert.deepEqual(await troubles(), ['Connector.Problem', 'Connector.Temperature'])
  await notify(event(3, { cleared: true, actualValue: '40' }))
  assert.deepEqual(await troubles(), ['Connector.Problem'])
  assert.notEqual((await list('?kind=device')).items.at(-1).clearedAt, null)
})

async function openCharger(t: Parameters<typeof startSystem>[0], protocol = 'ocpp1.6') {
  const system: System = await startSystem(t, { chargers: ['CP-1'] })
  const operator: ConsoleUser = await logIn(system, { role: 'operator' })
  const { id } = (await operator.get('board')).body.chargers[0]
  const charger = await system.connectCharger('CP-1', { protocol })
  const boot =
    protocol === 'ocpp1.6'
      ? { chargePointVendor: 'Acme', chargePointModel: 'One' }
      : { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'One' } }
  await charger.call('BootNotification', boot)
  return { system, operator, id, charger }
}
