import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { createValidator } from '#ocpp/rpc/validate.ts'
import { anyText } from '../support/any-text.ts'
import {
  errorCodes,
  type Mutant,
  mutantsOf,
  otherTypes,
  transactionActions,
  type Version,
  validCalls,
} from '../support/ocpp-messages.ts'
import { connectWire, maskedFrame, metric, rawSocket, type Wire, type WireOptions } from '../support/ocpp-wire.ts'
import { quarantineOf, read, sessionsOf } from '../support/session-rows.ts'
import { eventually, type System, startSystem } from '../support/system.ts'

const unlimited = { VOLTYARD_MESSAGES_PER_SECOND: 'off' }
const versions: Version[] = ['1.6', '2.0.1']

/** A charger that has booted. */
async function connect(system: System, version: Version, options: WireOptions = {}): Promise<Wire> {
  const charger = await connectWire(system, 'CP-1', { protocol: `ocpp${version}`, ...options })
  const [type, , answer] = await charger.call('BootNotification', validCalls[version].BootNotification)
  assert.equal(type, 3)
  assert.equal(answer.status, 'Accepted')
  return charger
}

const aboutItself = 'node|steering_node|load_sample'

/** The content of every table but those that keep what was wrong, and what the server says of itself. */
async function contents(
  system: System,
  except = `^(message_log|quarantine|fact|${aboutItself}|deviation)`,
): Promise<Record<string, string>> {
  const tables = await read(
    system,
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
        and relname !~ $1 order by 1`,
    [except],
  )
  const digests = tables.map(
    ({ name }) =>
      `select '${name}' as name, md5(coalesce(string_agg(x::text, '|' order by x::text), '')) from "${name}" x`,
  )
  return Object.fromEntries((await read(system, digests.join(' union all '))).map(({ name, md5 }) => [name, md5]))
}

function assertError(frame: any[], version: Version, about?: unknown): void {
  const what = JSON.stringify([frame, about])?.slice(0, 500)
  assert.equal(frame[0], 4, what)
  assert.ok(errorCodes[version].includes(frame[2]), what)
  assert.equal(typeof frame[3], 'string', what)
  assert.ok(frame[3].length <= 255, what)
  assert.deepEqual(frame[4], {}, what)
  assert.equal(frame.length, 5, what)
}

async function assertUsable(charger: Wire): Promise<void> {
  assert.equal((await charger.call('Heartbeat', {}))[0], 3)
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function usedBytes(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

test('Q-017, Q-018, Q-019, Q-020, Q-021, Q-022, Q-023: odd frames of 1.6 are read as they are meant', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'], env: unlimited })
  const charger = await connect(system, '1.6')

  //
  for (const empty of ['', '  \r\n ', '\uFEFF']) charger.send(empty)
  await assertUsable(charger)
  assert.equal(await metric(system, 'voltyard_dropped_frames_total', { why: 'empty' }), 3)

  //
  const long = JSON.stringify([2, 'long', 'DataTransfer', { vendorId: 'Acme', data: 'x'.repeat(200_000) }])
  const answered = async (id: unknown) =>
    (await eventually(async () => charger.frames.find((frame) => frame[1] === id), Boolean))!
  charger.socket.send(long.slice(0, 70_000), { fin: false })
  charger.socket.send(long.slice(70_000, 140_000), { fin: false })
  charger.socket.send(long.slice(140_000))
  assert.deepEqual(await answered('long'), [3, 'long', { status: 'UnknownVendorId' }])

  // Q-019, and a byte order mark
  for (const frame of ['[2,"n","Heartbeat",null]', '[2,"m","Heartbeat"]', '\uFEFF[2,"b","Heartbeat",{}]']) {
    charger.send(frame)
  }
  for (const id of ['n', 'm', 'b']) assert.equal((await answered(id))[0], 3)

  //
  assert.equal((await charger.call('Heartbeat', {}, 17))[1], 17)
  const longId = 'i'.repeat(40)
  assert.equal((await charger.call('Heartbeat', {}, longId))[1], longId)
  const repairs = await Promise.all(
    ['payload-missing', 'bom-stripped', 'id-number', 'id-too-long'].map((rule) =>
      metric(system, 'voltyard_repairs_total', { rule }),
    ),
  )
  assert.deepEqual(repairs, [2, 1, 1, 1])

  //
  const start = { ...validCalls['1.6'].StartTransaction, meterStart: 1 }
  const [, , first] = await charger.call('StartTransaction', start, 'same')
  const [, , second] = await charger.call('StartTransaction', { ...start, meterStart: 2 }, 'same')
  assert.notEqual(first.transactionId, second.transactionId)

  // Q-023, S11
  const twice = JSON.stringify([2, 'twice', 'StartTransaction', { ...start, connectorId: 2, meterStart: 3 }])
  charger.send(twice)
  charger.send(twice)
  const answers = () => Promise.resolve(charger.frames.filter((frame) => frame[1] === 'twice'))
  const [one, two] = await eventually(answers, ({ length }) => length === 2)
  assert.deepEqual(one, two)
  charger.send(twice)
  const three = await eventually(answers, ({ length }) => length === 3)
  assert.deepEqual(three[2], one)
  assert.equal((await sessionsOf(system, 'CP-1')).length, 3)
  charger.close()
})

test('S11, Q-028, Q-031: answers to nothing and unknown kinds of messages are dropped, or answered as the version says', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], env: unlimited })
  for (const version of versions) {
    const charger = await connect(system, version)
    const before = charger.frames.length
    for (const stray of ['[3,"nobody",{}]', '[3,5,{}]', '[4,"nobody","GenericError","",{}]', '[4,"x",null,7,"y"]']) {
      charger.send(stray)
    }
    charger.send('[9,"nine","Heartbeat",{}]')
    await assertUsable(charger)
    const said = charger.frames.slice(before, -1)
    if (version === '1.6') assert.deepEqual(said, [])
    else assert.deepEqual(said, [[4, 'nine', 'MessageTypeNotSupported', 'unknown message type', {}]])
    charger.close()
  }
  assert.equal(await metric(system, 'voltyard_dropped_frames_total', { why: 'stray-answer' }), 8)
  assert.equal(await metric(system, 'voltyard_dropped_frames_total', { why: 'unknown-message-type' }), 1)
})

test('Q-027: a command that a 1.6 charger answers with an error of another version has failed, with its text', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await connect(system, '1.6')
  const request = { kind: 'reset', mode: 'soft' }
  const answers: [string, RegExp][] = [
    ['[4,ID,"FormatViolation","what?",{}]', /FormatViolation: what\?/],
    ['[4,ID]', /./],
    ['[4,ID,"\\u0000\\ud800",{},"x"]', /./],
    ['[3,ID,{"status":"\\u0000"}]', /./],
    ['[3,ID,"Accepted"]', /cannot be used/],
    ['[3,ID,null]', /cannot be used/],
  ]
  for (const [answer, reason] of answers) {
    const command = system.admin('command.send', { charger: 'CP-1', request, deadlineSeconds: 20 })
    const [, id] = await charger.nextCall()
    charger.send(answer.replace('ID', JSON.stringify(id)))
    const { state, reason: told } = await command
    assert.equal(state, 'refused', answer)
    assert.match(String(told), reason, answer)
  }
  await assertUsable(charger)
  charger.close()
})

test('T-05, S12: what cannot be a message ends the connection with the code for it', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], env: unlimited })
  const withoutLinks = `^(message_log|quarantine|fact|${aboutItself}|deviation|link_change|charger_state|charger_owner)`
  const before = await contents(system, withoutLinks)
  const cases: [string, (charger: Wire) => void, number][] = [
    ['a binary frame', ({ socket }) => socket.send(Buffer.from('[2,"1","Heartbeat",{}]')), 1003],
    [
      'text that is not UTF-8',
      ({ socket }) => rawSocket(socket).write(maskedFrame(0x81, Buffer.from([0xff, 0xfe]))),
      1007,
    ],
    ['10 MB', ({ socket }) => socket.send(`[2,"1","DataTransfer",{"vendorId":"${'x'.repeat(1e7)}"}]`), 1009],
    [
      '10 MB in fragments',
      ({ socket }) => {
        for (let n = 0; n < 100; n += 1) socket.send('x'.repeat(1e5), { fin: n === 99 })
      },
      1009,
    ],
    [
      'a thousand thousand empty fragments',
      ({ socket }) => {
        for (let n = 0; n < 20_000; n += 1) socket.send('', { fin: false })
      },
      1008,
    ],
    ['an unknown opcode', ({ socket }) => rawSocket(socket).write(maskedFrame(0x83, Buffer.from('x'))), 1002],
  ]
  for (const [what, misbehave, code] of cases) {
    const charger = await connectWire(system, 'CP-1')
    charger.socket.on('error', () => undefined)
    misbehave(charger)
    assert.equal((await charger.closed).code, code, what)
  }
  await eventually(
    () => read(system, 'select from charger_state where connected'),
    ({ length }) => length === 0,
  )
  assert.deepEqual(await contents(system, withoutLinks), before)
})

test('S13: a compression bomb ends its own connection and takes no memory', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'] })
  const other = await connectWire(system, 'CP-2')
  const deflate = { perMessageDeflate: { threshold: 0 } }
  const bomb = deflateRawSync(Buffer.alloc(200 * 1024 * 1024, 'x'))
  const before = usedBytes()

  const large = await connectWire(system, 'CP-1', { protocol: 'ocpp2.0.1', ...deflate })
  const head = Buffer.alloc(14)
  head.writeUInt8(0xc1, 0)
  head.writeUInt8(0xff, 1)
  head.writeBigUInt64BE(BigInt(bomb.length), 2)
  rawSocket(large.socket).write(Buffer.concat([head, bomb]))
  assert.ok([1009, 1006].includes((await large.closed).code))

  // Each as large as a message may be, and all of them in a few kilobytes.
  const many = await connectWire(system, 'CP-1', { protocol: 'ocpp2.0.1', ...deflate })
  for (let n = 0; n < 60; n += 1) {
    many.send(JSON.stringify([2, `n${n}`, 'DataTransfer', { vendorId: 'Acme', data: 'x'.repeat(1_000_000) }]))
  }
  const ended = await Promise.race([many.closed, many.call('Heartbeat', {}).then(() => null)])
  if (ended !== null) assert.ok([1008, 1006].includes(ended.code), String(ended.code))
  assert.ok(usedBytes() - before < 100 * 1024 * 1024)
  await assertUsable(other)
  many.close()
  other.close()
})

for (const version of versions) {
  test(`S12, F8: no frame of a ${version} charger that is not a call changes anything or goes unsurvived`, async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'], env: unlimited })
    const charger = await connect(system, version)
    await assertUsable(charger)
    const before = await contents(system)
    const answersBefore = charger.frames.length
    let sent = 0
    const send = (text: string) => {
      charger.send(text)
      sent += 1
    }

    const valid = Object.entries(validCalls[version]).map(([action, payload]) =>
      JSON.stringify([2, 'v', action, payload]),
    )
    const truncated = fc
      .tuple(fc.constantFrom(...valid), fc.double({ min: 0, max: 0.999, noNaN: true }))
      .map(([text, part]) => text.slice(0, Math.floor(text.length * part)))
    const wrongId = fc
      .tuple(
        fc.constantFrom(...Object.keys(validCalls[version])),
        fc.constantFrom<unknown>(
          null,
          {},
          [],
          true,
          1.5,
          -0.5,
          1e20,
          'i'.repeat(65),
          ''.padEnd(300, 'y'),
          '\0',
          '\ud800',
        ),
      )
      .map(([action, id]) => JSON.stringify([2, id, action, {}]))
    const noCall = fc
      .tuple(
        fc.constantFrom(2, 3, 4, 5, 6, 7, -2, 2.5, '2', null, [], {}),
        fc.jsonValue(),
        fc.jsonValue(),
        fc.jsonValue(),
      )
      .filter(([type, , action]) => type !== 2 || typeof action !== 'string' || !(action in validCalls[version]))
      .map((frame) => JSON.stringify(frame))
    const garbage = fc.oneof(anyText(), fc.json(), truncated, wrongId, noCall)
    for (const text of fc.sample(garbage, { numRuns: 700, seed: 20261121 })) send(text)
    for (const text of [
      '[',
      '[]',
      '{}',
      'null',
      '[NaN]',
      '[2]',
      '[2,"1"]',
      '[2,"1",""]',
      '[2,"1",7,{}]',
      '[2,"1","toString",{}]',
      '[2,"1","__proto__",{}]',
      '[2,"1","constructor",{"__proto__":{"polluted":true}}]',
      '{"__proto__":{"polluted":true}}',
      `[2,"1","${'A'.repeat(100_000)}",{}]`,
      `[2,"deep","DataTransfer",${'['.repeat(10_000)}${']'.repeat(10_000)}]`,
      `[2,"deep","DataTransfer",${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}]`,
      '['.repeat(500_000),
      `[2,"1","Nothing",{"a":"${'x'.repeat(900_000)}"}]`,
      '[2,"1","Nothing",{"a":1,"a":2,"a":{}}]',
      '[2,"1","Nothing",{"a":"\\ud800"}]',
      '[2,"1","Noth\\u0000ing",{}]',
      '[2,"\\ud800","Nothing",{}]',
    ]) {
      send(text)
    }
    await assertUsable(charger)
    const bytesBefore = usedBytes()
    // Far more in all than may be left of it.
    for (let n = 0; n < 150; n += 1) send(`[2,"1","Nothing",{"a":"${'x'.repeat(900_000)}"}`)
    await assertUsable(charger)
    assert.ok(sent > 850)
    assert.equal(({} as { polluted?: boolean }).polluted, undefined)

    // Of all that only the two heartbeats were answered with a result.
    const answers = charger.frames.slice(answersBefore)
    const errors = answers.filter(([type]) => type !== 3)
    assert.equal(answers.length - errors.length, 2)
    for (const frame of errors) assertError(frame, version)
    assert.deepEqual(await contents(system), before)
    assert.deepEqual(await quarantineOf(system, 'CP-1'), [])
    await eventually(
      async () => usedBytes() - bytesBefore,
      (grown) => grown < 64 * 1024 * 1024,
    )
    charger.close()
  })

  test(`Q-021, Q-024, Q-025, Q-026, Q-054, F8: in strict mode a wrong type anywhere in a ${version} call is refused, and nothing of it is kept`, async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'], env: unlimited })
    await read(system, `update charger set validation_mode = 'strict'`)
    const charger = await connect(system, version)
    const before = await contents(system)
    const mutants = mutantsOf(version, otherTypes)
    assert.ok(mutants.length > 200)
    const refusals = await Promise.all(mutants.map(({ action, payload }) => charger.call(action, payload)))
    for (const [index, frame] of refusals.entries()) assertError(frame, version, mutants[index])

    const missing = await charger.call('BootNotification', {})
    assert.equal(missing[2], version === '1.6' ? 'OccurenceConstraintViolation' : 'OccurrenceConstraintViolation')
    const extra = await charger.call('Heartbeat', { extra: 1 })
    assert.equal(extra[2], version === '1.6' ? 'FormationViolation' : 'FormatViolation')
    const noObject = await charger.call('Authorize', ['CARD-1'])
    assert.equal(noObject[2], version === '1.6' ? 'FormationViolation' : 'FormatViolation')
    const odd = await charger.call('Heartbeat', {}, 'i'.repeat(40))
    assert.equal(odd[2], version === '1.6' ? 'TypeConstraintViolation' : 'FormatViolation')
    for (const refused of [missing, extra, noObject, odd]) assertError(refused, version)

    assert.deepEqual(await contents(system), before)
    assert.deepEqual(await quarantineOf(system, 'CP-1'), [])
    await assertUsable(charger)
    charger.close()
  })

  test(`F-14, F8: a ${version} charger's transaction messages are acknowledged whatever is in them, and kept when useless`, async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'], env: unlimited })
    const charger = await connect(system, version)
    const mutants = [...mutantsOf(version, otherTypes), ...mutantsOf(version, nonsense)]
    assert.ok(mutants.length > 400)
    const texts = mutants.map(({ action, payload }, n) => JSON.stringify([2, `m${n}`, action, payload]))
    // Members that no JavaScript object has are put into the text of some.
    const hostile = texts.map((text, n) => (n % 7 === 0 ? text.replace(/,\{"/, `,{${oddMembers},"`) : text))
    for (const text of hostile) charger.send(text)
    await assertUsable(charger)
    assert.equal(({} as { polluted?: boolean }).polluted, undefined)

    const answers = new Map(charger.frames.map((frame) => [frame[1], frame]))
    assertAcknowledged(version, mutants, answers)

    const quarantined = await quarantineOf(system, 'CP-1')
    assert.ok(quarantined.length > 20)
    for (const { action } of quarantined) assert.ok(transactionActions[version].includes(action), action)
    const facts = await read(system, `select from fact where kind = 'message.quarantined'`)
    assert.equal(facts.length, quarantined.length)
    assert.equal(await metric(system, 'voltyard_quarantined_total', { version }), quarantined.length)
    const logged = () => read(system, `select result from message_log where message_id ~ '^m\\d+$'`)
    // Those that acknowledge have their row already; refusals follow.
    const rows = await eventually(logged, ({ length }) => length === mutants.length)
    assert.equal(rows.filter(({ result }) => result === 'quarantined').length, quarantined.length)
    charger.close()
  })
}

function assertAcknowledged(version: Version, mutants: Mutant[], answers: Map<unknown, any[]>): void {
  const validator = createValidator(version)
  for (const [n, mutant] of mutants.entries()) {
    const answer = answers.get(`m${n}`)
    assert.ok(answer, JSON.stringify(mutant).slice(0, 500))
    if (answer[0] === 4 && !transactionActions[version].includes(mutant.action)) {
      assertError(answer, version, mutant)
      assert.notEqual(answer[2], 'InternalError', JSON.stringify(mutant).slice(0, 500))
      continue
    }
    assert.equal(answer[0], 3, JSON.stringify([mutant, answer]).slice(0, 500))
    const checked = validator.result(mutant.action, answer[2], 'strict')
    assert.ok(checked.ok, JSON.stringify([mutant, answer, checked]).slice(0, 500))
  }
}

const oddMembers = '"__proto__":{"polluted":true},"connectorId":"x","connectorId":1'

/** Of the right type, and still nothing that a charger should say. */
function nonsense(value: unknown): unknown[] {
  if (typeof value === 'string') return ['', '\0', '\ud800', 'x'.repeat(50_000), '0001-01-01T00:00:00Z', '=1+1', '<b>']
  if (typeof value === 'number') return [-1, 0, 1.5, 2 ** 31, 2 ** 53, 1e300, -1e300]
  if (Array.isArray(value)) return [[], [null], [[]], [{}], Array.from({ length: 500 }, () => value[0])]
  if (typeof value === 'boolean') return []
  return [{}, { ...(value as object), extra: { deeply: [{ nested: 1 }] } }]
}
