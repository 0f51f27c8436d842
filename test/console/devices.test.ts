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

test('messages on the display, monitors and grid controls are read, set and cleared without a word of OCPP', async (t) => {
  const { operator, id, charger } = await openCharger(t, 'ocpp2.1')
  const heard: Record<string, any> = {}
  const says = (action: string, answer: object | ((request: any) => object) = { status: 'Accepted' }) =>
    charger.handle(action, (request: any) => {
      heard[action] = request
      return typeof answer === 'function' ? answer(request) : answer
    })
  for (const action of ['SetDisplayMessage', 'ClearDisplayMessage', 'GetDisplayMessages', 'SetMonitoringBase'])
    says(action)
  for (const action of ['SetDERControl', 'ClearDERControl', 'GetDERControl', 'GetMonitoringReport']) says(action)
  for (const action of ['ClearCache', 'CustomerInformation', 'SetMonitoringLevel']) says(action)
  says('SetVariableMonitoring', ({ setMonitoringData: [{ component, variable, type, severity }] }) => ({
    setMonitoringResult: [{ id: 9, status: 'Accepted', component, variable, type, severity }],
  }))
  says('ClearVariableMonitoring', ({ id: ids }) => ({
    clearMonitoringResult: ids.map((one: number) => ({ id: one, status: 'Accepted' })),
  }))
  const ask = async (body: object) => {
    const { status, body: command } = await operator.post(`chargers/${id}/commands`, body)
    assert.equal(status, 202, JSON.stringify(command))
    return eventually(
      async () => (await operator.get(`commands/${command.id}`)).body,
      ({ state }) => state !== 'queued' && state !== 'sent',
    )
  }
  const read = async (what: string) => (await operator.get(`chargers/${id}/${what}`)).body

  await t.test('a message is shown, listed, and removed', async () => {
    const blank = { id: null, format: 'UTF8', language: 'en', state: null, from: null, sessionId: null }
    const message = { ...blank, text: 'Closed at noon', priority: 'AlwaysFront', until: '2099-01-31T12:00:00Z' }
    assert.equal((await ask({ kind: 'show-message', ...message })).state, 'accepted')
    const [shown] = (await read('display-messages')).items
    assert.deepEqual(
      [shown.text, shown.priority, shown.until, shown.source],
      ['Closed at noon', 'AlwaysFront', '2099-01-31T12:00:00.000Z', 'acknowledged'],
    )
    await ask({ kind: 'show-message', ...message, id: shown.id, text: 'Open again' })
    assert.deepEqual(
      (await read('display-messages')).items.map((one: any) => [one.id, one.text]),
      [[shown.id, 'Open again']],
    )
    await ask({ kind: 'clear-message', id: shown.id })
    assert.deepEqual((await read('display-messages')).items, [])
    await ask({ kind: 'read-messages' })
    const { requestId } = heard.GetDisplayMessages
    const told = { id: 4, priority: 'NormalCycle', message: { format: 'UTF8', content: 'Its own' } }
    await charger.call('NotifyDisplayMessages', { requestId, messageInfo: [told] })
    assert.deepEqual(
      (await read('display-messages')).items.map((one: any) => [one.id, one.source]),
      [[4, 'reported']],
    )
    says('GetDisplayMessages', { status: 'Unknown' })
    await ask({ kind: 'read-messages' })
    assert.deepEqual((await read('display-messages')).items, [])
    const wrong = await operator.post(`chargers/${id}/commands`, { kind: 'show-message', ...message, until: 'noon' })
    assert.deepEqual([wrong.status, wrong.body.error.code], [400, 'invalid_value'])
  })

  await t.test('a value is watched, and no more', async () => {
    const place = { component: 'Connector', componentInstance: null, evse: 1, connector: 1, variableInstance: null }
    const monitor = { ...place, variable: 'Temperature', type: 'UpperThreshold', value: 80.5, severity: 3 }
    await ask({ kind: 'set-monitors', monitors: [monitor] })
    const [known] = (await read('monitors')).items
    assert.deepEqual(
      [known.id, known.component, known.evse, known.variable, known.type, known.value, known.severity],
      [9, 'Connector', 1, 'Temperature', 'UpperThreshold', 80.5, 3],
    )
    await ask({ kind: 'clear-monitors', ids: [9] })
    assert.deepEqual((await read('monitors')).items, [])
    await ask({ kind: 'set-monitoring-base', base: 'FactoryDefault' })
    await ask({ kind: 'set-monitoring-level', severity: 5 })
    assert.deepEqual([heard.SetMonitoringBase.monitoringBase, heard.SetMonitoringLevel.severity], ['FactoryDefault', 5])
    await ask({ kind: 'read-monitors' })
    assert.equal(typeof heard.GetMonitoringReport.requestId, 'number')
    await ask({ kind: 'set-monitors', monitors: [monitor] })
    says('GetMonitoringReport', { status: 'EmptyResultSet' })
    await ask({ kind: 'read-monitors' })
    assert.deepEqual((await read('monitors')).items, [], 'what the charger says it has not is not there')
  })

  await t.test('a grid control is set with its values, known as in force, and cleared', async () => {
    const control = { id: 'most', type: 'LimitMaxDischarge', isDefault: true, priority: 0 }
    const terms = { pctMaxDischargePower: 60 }
    assert.equal((await ask({ kind: 'set-der-control', control: { ...control, terms } })).state, 'accepted')
    assert.deepEqual(heard.SetDERControl.limitMaxDischarge, { priority: 0, pctMaxDischargePower: 60 })
    const [known] = (await read('grid')).controls
    assert.deepEqual([known.id, known.isInForce, known.terms], ['most', true, terms])
    const unfit = await ask({ kind: 'set-der-control', control: { ...control, terms: { volume: 11 } } })
    assert.deepEqual([unfit.state, /does not fit/.test(unfit.reason)], ['refused', true])
    const timeless = { ...control, isDefault: false, terms }
    const refused = await operator.post(`chargers/${id}/commands`, { kind: 'set-der-control', control: timeless })
    assert.deepEqual([refused.status, refused.body.error.field], [400, 'control'])
    await ask({ kind: 'get-der-control' })
    await ask({ kind: 'clear-der-control', isDefault: true, type: null, controlId: 'most' })
    assert.deepEqual((await read('grid')).controls, [])
  })

  await t.test('what is kept of a person is told to operators alone, and forgotten', async () => {
    const mine = { kind: 'customer-information', report: true, clear: false, card: 'CARD-1', customer: null }
    await ask(mine)
    const { requestId, idToken } = heard.CustomerInformation
    assert.equal(idToken.idToken, 'CARD-1')
    const part = { requestId, seqNo: 0, generatedAt: '2027-01-31T12:00:00Z', data: 'charged twice' }
    await charger.call('NotifyCustomerInformation', part)
    const [errand] = (await read('errands?kind=customer-information')).items
    assert.deepEqual([errand.state, errand.result], ['done', null])
    assert.equal((await read(`errands/${errand.id}`)).result.information, 'charged twice')
    const nobody = await operator.post(`chargers/${id}/commands`, { ...mine, card: null })
    assert.deepEqual([nobody.status, nobody.body.error.field], [400, 'card'])
    assert.equal((await ask({ ...mine, report: false, clear: true })).state, 'accepted')
    assert.equal((await ask({ kind: 'clear-cache' })).state, 'accepted')
  })

  await t.test('a session gets priority and gives it back', async () => {
    const at = '2026-11-01T12:00:00Z'
    const event = { eventType: 'Started', timestamp: at, triggerReason: 'CablePluggedIn', seqNo: 0 }
    const idToken = { idToken: 'CARD-1', type: 'ISO14443' }
    await charger.call('TransactionEvent', {
      ...{ ...event, transactionInfo: { transactionId: 'tx-1' }, evse: { id: 1, connectorId: 1 }, idToken },
    })
    says('UsePriorityCharging')
    says('SetChargingProfile')
    await ask({ kind: 'set-priority-profile', evse: 0, limit: 32, unit: 'A' })
    assert.equal(heard.SetChargingProfile.chargingProfile.chargingProfilePurpose, 'PriorityCharging')
    const [session] = (await operator.get('sessions?state=open')).body.items
    const asked = { kind: 'use-priority-charging', sessionId: session.id }
    assert.equal((await ask({ ...asked, activate: true })).state, 'accepted')
    const priority = async () => (await read('grid')).priority
    assert.deepEqual(await priority(), [{ wireId: 'tx-1', sessionId: session.id, askedHere: true }])
    await ask({ ...asked, activate: false })
    assert.deepEqual(await priority(), [])
  })
  assert.deepEqual(charger.violations, [])
})

test('what an OCPP version cannot be asked for is told beforehand, with the reason that a command gets', async (t) => {
  const { operator, id } = await openCharger(t)
  const refused = async (version: string) => (await operator.get(`ocpp-commands?version=${version}`)).body.refused
  const of16 = await refused('1.6')
  const asked = (await operator.post(`chargers/${id}/commands`, { kind: 'read-monitors' })).body
  const command = await eventually(
    async () => (await operator.get(`commands/${asked.id}`)).body,
    ({ state }) => state === 'refused',
  )
  assert.equal(command.reason, of16.find((one: any) => one.kind === 'read-monitors').reason)
  const kindsOf = (items: { kind: string }[]) => items.map(({ kind }) => kind)
  assert.ok(kindsOf(await refused('2.0.1')).includes('set-der-control'))
  for (const kind of ['show-message', 'set-monitors', 'customer-information']) {
    assert.ok(!kindsOf(await refused('2.0.1')).includes(kind) && kindsOf(of16).includes(kind), kind)
  }
  const of21 = kindsOf(await refused('2.1'))
  assert.ok(of21.includes('set-security-profile') && !of21.includes('set-der-control'))
  assert.equal((await operator.get('ocpp-commands?version=3')).status, 400)
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
