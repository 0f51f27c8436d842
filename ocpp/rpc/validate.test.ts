import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compileStrict, compileTolerant } from './compile-schema.ts'
import { schemasOf } from './schemas.ts'
import { type Shape, shapeOf } from './shape.ts'
import { type Checked, createValidator } from './validate.ts'
import type { OcppVersion } from './version.ts'

const versions: OcppVersion[] = ['1.6', '2.0.1', '2.1']
const validators = new Map(versions.map((version) => [version, createValidator(version)]))

const status = { connectorId: 1, errorCode: 'NoError', status: 'Available' }
const reading = { timestamp: '2026-03-01T08:00:00Z', sampledValue: [{ value: '1' }] }
const meter = { connectorId: 1, meterValue: [reading] }

// Action, payload, the same payload repaired, rules applied.
const repaired16: [string, object, object, string[]][] = [
  ['StatusNotification', { ...status, info: null }, status, ['null-removed']],
  ['StatusNotification', { ...status, timestamp: '' }, status, ['empty-removed']],
  ['StatusNotification', { ...status, errorCode: 'Error' }, { ...status, errorCode: 'OtherError' }, ['enum-alias']],
  ['StatusNotification', { ...status, status: 'available' }, status, ['enum-case']],
  ['StatusNotification', { ...status, connectorId: '1' }, status, ['text-as-number']],
  ['StatusNotification', { ...status, color: 1, size: 2 }, status, ['unknown-dropped']],
  ['StatusNotification', { ...status, info: {} }, status, ['invalid-optional-dropped']],
  ['StatusNotification', { ...status, timestamp: 'soon' }, status, ['invalid-optional-dropped']],
  ['StatusNotification', { ...status, info: 'x'.repeat(300) }, { ...status, info: 'x'.repeat(300) }, ['too-long-kept']],
  [
    'StatusNotification',
    { ...status, timestamp: '2026-03-01 08:00:00+01' },
    { ...status, timestamp: '2026-03-01T08:00:00+01:00' },
    ['timestamp-form'],
  ],
  [
    'StatusNotification',
    { ...status, timestamp: '2026-03-01T08:00:00' },
    { ...status, timestamp: '2026-03-01T08:00:00' },
    ['timestamp-without-zone'],
  ],
  ['MeterValues', { ...meter, meterValue: reading }, meter, ['array-of-one']],
  ['MeterValues', { ...meter, meterValue: [reading, 'x'] }, meter, ['invalid-item-dropped']],
  ['MeterValues', { ...meter, meterValue: [null, reading] }, meter, ['null-removed']],
  ['MeterValues', sample({ value: 230.1 }), sample({ value: '230.1' }), ['number-as-text']],
  [
    'MeterValues',
    sample({ value: '1', unit: 'Hz' }),
    sample({ value: '1', unit: 'Hertz' }),
    ['enum-alias'],
  ],
  [
    'MeterValues',
    sample({ value: '1', unit: 'kwh', measurand: 'Current.import' }),
    sample({ value: '1', unit: 'kWh', measurand: 'Current.Import' }),
    ['enum-case', 'enum-case'],
  ],
  [
    'MeterValues',
    sample({ value: '5', unit: 'parsec', measurand: 'Mood' }),
    sample({ value: '5', unit: 'parsec', measurand: 'Mood' }),
    ['word-kept', 'word-kept'], // V-03
  ],
  [
    'MeterValues',
    { ...meter, meterValue: [{ ...reading, sampledValue: [{ value: '1' }, { value: '21', measurand: {} }] }] },
    meter,
    ['invalid-item-dropped'],
  ],
  ['Authorize', { idTag: 12345 }, { idTag: '12345' }, ['number-as-text']],
  ['Authorize', { idTag: 'x'.repeat(21) }, { idTag: 'x'.repeat(21) }, ['too-long-kept']],
  [
    'StopTransaction',
    { meterStop: 1, timestamp: '2026-03-01T08:00:00Z', transactionId: '7', transactionData: [] },
    { meterStop: 1, timestamp: '2026-03-01T08:00:00Z', transactionId: 7 },
    ['empty-array-removed', 'text-as-number'],
  ],
  [
    'BootNotification',
    { chargePointVendor: '', chargePointModel: ' ' },
    { chargePointVendor: 'unknown', chargePointModel: 'unknown' },
    ['empty-name-filled', 'empty-name-filled'],
  ],
]

const station = { model: 'M', vendorName: 'V' }
const repaired201: [string, object, object, string[]][] = [
  [
    'BootNotification',
    { reason: 'powerup', chargingStation: { model: '', vendorName: 'V', modem: null } },
    { reason: 'PowerUp', chargingStation: { model: 'unknown', vendorName: 'V' } },
    ['empty-name-filled', 'enum-case', 'null-removed'],
  ],
  [
    'BootNotification',
    { reason: 'PowerUp', chargingStation: station, customData: { maker: 'x' } },
    { reason: 'PowerUp', chargingStation: station },
    ['invalid-optional-dropped'],
  ],
  [
    'NotifyReport',
    { requestId: 1, generatedAt: '2026-03-01T08:00:00Z', seqNo: 0, tbc: 'True', reportData: [] },
    { requestId: 1, generatedAt: '2026-03-01T08:00:00Z', seqNo: 0, tbc: true },
    ['empty-array-removed', 'text-as-boolean'],
  ],
  [
    'MeterValues',
    { evseId: 1, meterValue: [{ timestamp: '2026-03-01T08:00:00Z', sampledValue: [] }] },
    { evseId: 1, meterValue: [{ timestamp: '2026-03-01T08:00:00Z', sampledValue: [] }] },
    ['empty-array-kept'],
  ],
]

for (const [version, cases] of [['1.6', repaired16] as const, ['2.0.1', repaired201] as const]) {
  for (const [action, payload, expected, rules] of cases) {
    test(`${version} ${action} is repaired: ${rules.join(', ')}`, () => {
      const checked = check(version, action, payload)
      assert.ok(checked.ok, JSON.stringify(checked))
      assert.deepEqual(checked.payload, expected)
      assert.deepEqual(checked.repairs.map((repair) => repair.rule).sort(), rules)
      assert.equal(
        check(version, action, payload, 'strict').ok,
        rules.includes('empty-name-filled') && version === '1.6',
      )
    })
  }
}

test('a payload that fits is handed on as it is', () => {
  for (const unit of ['Celcius', 'Celsius', 'Hertz']) {
    const payload = sample({ value: '1', unit })
    const checked = check('1.6', 'MeterValues', payload)
    assert.ok(checked.ok && checked.payload === payload && checked.repairs.length === 0)
  }
  const empty = { connectorId: 1, meterValue: [{ ...reading, sampledValue: [] }] }
  assert.ok(check('1.6', 'MeterValues', empty).ok)
  const boot = { chargePointVendor: 'V', chargePointModel: 'M' }
  const checked = check('1.6', 'BootNotification', boot)
  assert.ok(checked.ok && checked.payload === boot)
})

// Payload, fault on 1.6 in strict mode, path.
const refusedStrictly: [unknown, string, string][] = [
  [[], 'format', ''],
  ['text', 'format', ''],
  [{ ...status, connectorId: '1' }, 'type', 'connectorId'],
  [{ ...status, status: 'Sleeping' }, 'property', 'status'],
  [{ connectorId: 1, errorCode: 'NoError' }, 'occurrence', 'status'],
  [{ ...status, color: 1 }, 'format', ''],
  [{ ...status, info: 'x'.repeat(51 * 2) }, 'format', 'info'],
  [{ ...status, timestamp: '2026-03-01' }, 'format', 'timestamp'],
]

for (const [payload, kind, path] of refusedStrictly) {
  test(`strict refuses as ${kind}: ${JSON.stringify(payload).slice(0, 80)}`, () => {
    const checked = check('1.6', 'StatusNotification', payload, 'strict')
    assert.ok(!checked.ok)
    assert.deepEqual([checked.kind, checked.path], [kind, path])
  })
}

test('2.x calls an overlong text or a bad date an invalid value, not a malformed message', () => {
  const info = { reason: 'PowerUp', chargingStation: { ...station, model: 'x'.repeat(21) } }
  const checked = check('2.0.1', 'BootNotification', info, 'strict')
  assert.ok(!checked.ok)
  assert.deepEqual([checked.kind, checked.path], ['property', 'chargingStation.model'])
})

test('a missing list item is named with its index, what was received is not (F-02)', () => {
  const checked = check('1.6', 'MeterValues', sample({ value: '1', unit: 'SECRET-1' }), 'strict')
  assert.ok(!checked.ok)
  assert.equal(checked.path, 'meterValue[0].sampledValue[0].unit')
  assert.doesNotMatch(checked.description, /SECRET/)
  const unknown = check('1.6', 'StatusNotification', { ...status, 'SECRET-2': 1 }, 'strict')
  assert.doesNotMatch(JSON.stringify(unknown), /SECRET/)
})

test('lenient refuses what is required and beyond repair, and leaves the received payload alone', () => {
  const payload = { connectorId: 'one', errorCode: 'Error', status: 'charging', info: null, extra: 1 }
  const before = structuredClone(payload)
  const checked = check('1.6', 'StatusNotification', payload)
  assert.ok(!checked.ok)
  assert.deepEqual([checked.kind, checked.path], ['type', 'connectorId'])
  assert.deepEqual(payload, before)
})

test('lenient does not turn a report with only broken items into an empty one', () => {
  assert.equal(check('1.6', 'MeterValues', { connectorId: 1, meterValue: ['x', {}] }).ok, false)
})

test('raw looks only for an object', () => {
  assert.ok(check('1.6', 'StatusNotification', { a: 1 }, 'raw').ok)
  assert.equal(check('1.6', 'StatusNotification', [], 'raw').ok, false)
})

test('actions are known by name only, never by what objects inherit', () => {
  for (const [version, count] of [
    ['1.6', 39],
    ['2.0.1', 64],
    ['2.1', 91],
  ] as const) {
    assert.equal(schemasOf(version).size, count)
    for (const action of ['constructor', '__proto__', 'definitions', '', 'heartbeat']) {
      assert.equal(validators.get(version)?.knows(action), false)
      const checked = check(version, action, {})
      assert.ok(!checked.ok && checked.kind === 'not-implemented')
    }
  }
  assert.ok(validators.get('2.1')?.knows('NotifyPeriodicEventStream'))
})

test("a station's answer is read leniently unless asked otherwise", () => {
  const validator = createValidator('1.6')
  assert.ok(validator.result('Reset', { status: 'accepted' }).ok)
  assert.equal(validator.result('Reset', { status: 'accepted' }, 'strict').ok, false)
})

test('hostile payloads cost bounded time (S12)', () => {
  const many = Array.from({ length: 200_000 }, () => ({}))
  const keys = Object.fromEntries(many.map((_, index) => [`k${index}`, null]))
  const before = process.cpuUsage()
  assert.equal(check('1.6', 'MeterValues', { connectorId: 1, meterValue: many }).ok, false)
  assert.equal(check('1.6', 'GetConfiguration', { key: many }).ok, false)
  check('1.6', 'StatusNotification', { ...status, ...keys })
  check('1.6', 'StatusNotification', { ...status, timestamp: ' '.repeat(500_000), info: 'x'.repeat(500_000) })
  // Of the processor: on a busy machine it may be late.
  const { user, system } = process.cpuUsage(before)
  assert.ok(user + system < 2_000_000)
})

const everyMessage = versions.flatMap((version) =>
  [...schemasOf(version)].flatMap(([action, { call, result }]) => [
    { version, action, direction: 'call' as const, schema: call },
    ...(result ? [{ version, action, direction: 'result' as const, schema: result }] : []),
  ]),
)
const messages = new Map(everyMessage.map((message) => [Object.values(message).slice(0, 3).join(' '), message]))

test('every published schema compiles', () => {
  for (const { schema } of messages.values()) {
    compileStrict(schema)
    compileTolerant(schema)
  }
})

test('what is accepted fits its schema, repairs are stable, and the received payload is untouched', () => {
  const anyMessage = fc.constantFrom(...messages.keys()).chain((name) =>
    fc.record({
      name: fc.constant(name),
      payload: fc.oneof(
        { arbitrary: almost(shapeOf(messageOf(name).schema)), weight: 9 },
        { arbitrary: anything, weight: 1 },
      ),
      mode: fc.constantFrom('strict' as const, 'lenient' as const, 'raw' as const),
    }),
  )
  fc.assert(
    fc.property(anyMessage, ({ name, payload, mode }) => {
      const message = messageOf(name)
      const validator = validators.get(message.version) ?? assert.fail()
      const before = structuredClone(payload)
      const checked = validator[message.direction](message.action, payload, mode)
      assert.deepEqual(payload, before)
      if (!checked.ok) return assert.ok(checked.description.length <= 255)
      if (mode === 'raw') return

      assert.ok(compileTolerant(message.schema)(checked.payload))
      if (!checked.repairs.some((repair) => keepingRules.has(repair.rule))) {
        assert.ok(compileStrict(message.schema)(checked.payload))
      }
      const again = validator[message.direction](message.action, checked.payload, mode)
      assert.ok(again.ok)
      assert.deepEqual(again.payload, checked.payload)
    }),
    { numRuns: 1500 },
  )
})

const keepingRules = new Set(['timestamp-without-zone', 'too-long-kept', 'empty-array-kept', 'precision-kept'])

const anything = fc.oneof(
  fc.json({ maxDepth: 3 }).map((text): unknown => JSON.parse(text)),
  fc.constantFrom(
    null,
    '',
    [],
    {},
    '5',
    'true',
    'now',
    '2026-03-01 08:00',
    'x'.repeat(6000),
    Number.POSITIVE_INFINITY,
    -1,
  ),
)

/** Values of a shape in which now and then something is wrong. */
function almost(shape: Shape, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: proper(shape, depth), weight: 30 }, { arbitrary: anything, weight: 1 })
}

function proper(shape: Shape, depth: number): fc.Arbitrary<unknown> {
  if (shape.type === 'any') return anything
  if (shape.type === 'boolean') return fc.boolean()
  if (shape.type === 'enum') return fc.constantFrom(...shape.values, ...shape.byLowerCase.keys())
  if (shape.type === 'number')
    return fc.integer({ min: Math.max(shape.minimum, -1000), max: Math.min(shape.maximum, 1000) })
  if (shape.type === 'array') {
    const maxLength = Math.min(shape.maxItems, depth > 3 ? 1 : 3)
    return fc.array(almost(shape.item, depth + 1), { minLength: Math.min(shape.minItems, maxLength), maxLength })
  }
  if (shape.type === 'text') {
    if (shape.format === 'date-time') return fc.constantFrom('2026-03-01T08:00:00Z', '2026-03-01T08:00:00', '')
    return shape.format === 'uri' ? fc.webUrl() : fc.string({ maxLength: 10 })
  }
  const members = shape.members.filter((member) => member.isRequired || depth < 3)
  const model = Object.fromEntries(members.map(({ name, shape }) => [name, almost(shape, depth + 1)]))
  const requiredKeys = members.filter((member) => member.isRequired).map((member) => member.name)
  return fc.record(model, { requiredKeys, noNullPrototype: true })
}

function messageOf(name: string) {
  return messages.get(name) ?? assert.fail()
}

function sample(value: object): object {
  return { connectorId: 1, meterValue: [{ ...reading, sampledValue: [value] }] }
}

function check(
  version: OcppVersion,
  action: string,
  payload: unknown,
  mode: 'strict' | 'lenient' | 'raw' = 'lenient',
): Checked {
  return validators.get(version)?.call(action, payload, mode) ?? assert.fail()
}
