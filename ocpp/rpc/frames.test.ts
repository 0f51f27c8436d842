import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyText } from '#test/support/any-text.ts'
import { type CallFrame, type FrameFault, readFrame } from './frames.ts'
import type { OcppVersion } from './version.ts'
import { writeCall, writeError, writeResult, writeResultError } from './write-frame.ts'

const versions: OcppVersion[] = ['1.6', '2.0.1', '2.1']

test('a CALL is read with its id, action and payload', () => {
  for (const version of versions) {
    assert.deepEqual(readFrame('[2,"a-1","Heartbeat",{}]', version), {
      kind: 'call',
      id: 'a-1',
      action: 'Heartbeat',
      payload: {},
      repairs: [],
    })
  }
})

// Text, rules noted, payload or id expected.
const tolerated: [string, string[], Partial<CallFrame>][] = [
  ['[2,"1","Heartbeat",null]', ['payload-missing'], { payload: {} }],
  ['[2,"1","Heartbeat"]', ['payload-missing'], { payload: {} }],
  ['[2,17,"Heartbeat",{}]', ['id-number'], { id: 17 }],
  [`[2,"${'x'.repeat(40)}","Heartbeat",{}]`, ['id-too-long'], { id: 'x'.repeat(40) }],
  ['\uFEFF[2,"1","Heartbeat",{}]', ['bom-stripped'], { id: '1' }], // T-05
  ['[2,"1","Heartbeat",{},{}]', ['extra-elements-ignored'], { payload: {} }],
  ['[2,"1","A",{"__proto__":{"x":1},"b":2}]', ['proto-key-removed'], { payload: { b: 2 } }], // S12
  ['[2,"1","A",{"\\u005f_proto__":{"x":1}}]', ['proto-key-removed'], { payload: {} }],
  ['[2,"1","A",{"a":1,"a":2}]', [], { payload: { a: 2 } }],
  ['[2,"1","A",{"a":"\\u00e9\\ud83d\\ude00"}]', [], { payload: { a: 'é😀' } }],
  [`[2,"1","A",{"a":"${'['.repeat(100)}"}]`, [], { payload: { a: '['.repeat(100) } }],
  [`[2,"1","A",${nested(30)}]`, [], {}],
]

for (const [text, rules, expected] of tolerated) {
  test(`tolerated on every version: ${text.slice(0, 50)}`, () => {
    for (const version of versions) {
      const frame = readFrame(text, version)
      assert.ok(frame.kind === 'call')
      assert.deepEqual(
        frame.repairs.map((repair) => repair.rule),
        rules,
      )
      assert.deepEqual({ ...frame, ...expected }, frame)
    }
  })
}

test('an empty text is ignored (Q-017)', () => {
  for (const text of ['', ' \r\n', '\uFEFF']) {
    for (const version of versions) assert.deepEqual(readFrame(text, version), { kind: 'ignored', why: 'empty' })
  }
})

test('an unknown message type is ignored on 1.6 and 2.1 and answered on 2.0.1 (Q-028)', () => {
  assert.equal(readFrame('[9,"7"]', '1.6').kind, 'ignored')
  assert.equal(readFrame('[9,"7"]', '2.1').kind, 'ignored')
  assert.match(answer('[9,"7"]', '2.0.1') ?? '', /^\[4,"7","MessageTypeNotSupported",/)
  assert.match(answer('[9]', '2.0.1') ?? '', /^\[4,"-1","MessageTypeNotSupported",/)
  assert.match(answer('[6,"7","A",{}]', '2.0.1') ?? '', /MessageTypeNotSupported/)
})

// Text, code answered on 1.6 (null: silence), code answered on 2.x, id answered on 2.x.
const refused: [string, string | null, string, string | number][] = [
  ['{"a":1}', null, 'RpcFrameworkError', '-1'],
  ['hello', null, 'RpcFrameworkError', '-1'],
  ['[2,"1","A",{"a":NaN}]', null, 'RpcFrameworkError', '-1'],
  ['[2,null,"A",{}]', null, 'RpcFrameworkError', '-1'],
  ['[2,{},"A",{}]', null, 'RpcFrameworkError', '-1'],
  ['[2,1e400,"A",{}]', null, 'RpcFrameworkError', '-1'],
  ['[2,12345678901234567890,"A",{}]', null, 'RpcFrameworkError', '-1'],
  [`[2,"${'x'.repeat(65)}","A",{}]`, null, 'RpcFrameworkError', '-1'],
  ['[2,"\\u0000","A",{}]', null, 'RpcFrameworkError', '-1'],
  ['[2,"1"]', 'ProtocolError', 'ProtocolError', '1'],
  ['[2,17,{}]', 'ProtocolError', 'ProtocolError', 17],
  ['[2,"1","A",{"a":"\\u0000"}]', 'FormationViolation', 'FormatViolation', '1'],
  ['[2,"1","A",{"\\udc00":1}]', 'FormationViolation', 'FormatViolation', '1'],
  ['[2,"1","A\\ud800",{}]', 'FormationViolation', 'FormatViolation', '1'],
  ['[2,"1","A",{"a":"\ud800"}]', 'FormationViolation', 'FormatViolation', '1'],
  [`[2,"1","A",${nested(32)}]`, 'FormationViolation', 'FormatViolation', '1'],
  [nested(10_000), null, 'RpcFrameworkError', '-1'],
  ['['.repeat(100_000), null, 'RpcFrameworkError', '-1'],
]

for (const [text, on16, on2x, id] of refused) {
  test(`refused: ${JSON.stringify(text.slice(0, 50))}`, () => {
    assert.equal(codeOf(answer(text, '1.6')), on16)
    for (const version of ['2.0.1', '2.1'] as const) {
      assert.equal(codeOf(answer(text, version)), on2x)
      assert.equal(JSON.parse(answer(text, version) ?? '[]')[1], id)
    }
  })
}

test('a refused call keeps its action, so that transaction messages can be set aside instead (F-14)', () => {
  assert.equal(fault('[2,"1","StopTransaction",{"idTag":"\\u0000"}]', '1.6').action, 'StopTransaction')
})

test('only 2.1 answers an unusable CALLRESULT, with a CALLRESULTERROR (F-04)', () => {
  const text = '[3,"1",{"a":"\\u0000"}]'
  assert.equal(answer(text, '1.6'), null)
  assert.equal(answer(text, '2.0.1'), null)
  assert.match(answer(text, '2.1') ?? '', /^\[5,"1","FormatViolation",/)
  assert.equal(fault(text, '1.6').id, '1')
})

test('a SEND is never answered, right or wrong (F-05, Q-029)', () => {
  assert.equal(readFrame('[6,"1","NotifyPeriodicEventStream",{}]', '2.1').kind, 'send')
  assert.equal(answer('[6,"1"]', '2.1'), null)
  assert.equal(answer('[6,null,"A",{}]', '2.1'), null)
  assert.equal(answer('[6,"1","A",{"a":"\\u0000"}]', '2.1'), null)
})

test('a CALLERROR is read however badly it is built', () => {
  const expected = { kind: 'error', id: '1', code: 'GenericError', description: '', details: {}, repairs: [] }
  for (const text of [
    '[4,"1","GenericError","",{}]',
    '[4,"1","GenericError"]',
    '[4,"1","GenericError",null,"text"]',
    '[4,"1","Generic\\u0000Error",7,[]]',
  ]) {
    assert.deepEqual(readFrame(text, '1.6'), expected)
  }
  assert.equal(readFrame('[5,"1","GenericError","",{}]', '2.1').kind, 'result-error')
})

test('reading pollutes no prototype', () => {
  readFrame('[2,"1","A",{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}]', '1.6')
  assert.equal('polluted' in {}, false)
})

test('no text makes the reader throw, and every fault has an answer that can be read', () => {
  const frameLike = fc.json().map((json) => `[${json.slice(0, 200)}]`)
  const broken = fc.tuple(fc.constantFrom(2, 3, 4, 5, 6, 9), fc.jsonValue(), fc.jsonValue(), fc.jsonValue())
  const texts = fc.oneof(
    anyText(),
    fc.json(),
    frameLike,
    broken.map((elements) => JSON.stringify(elements)),
  )
  fc.assert(
    fc.property(texts, fc.constantFrom(...versions), (text, version) => {
      const frame = readFrame(text, version)
      if (frame.kind !== 'fault' || frame.answer === null) return
      assert.ok(['error', 'result-error'].includes(readFrame(frame.answer, version).kind))
    }),
    { numRuns: 3000 },
  )
})

test('what the writers write, the reader reads back', () => {
  const id = fc.oneof(fc.uuid(), fc.string({ maxLength: 36 }).filter(isPlain), fc.maxSafeInteger())
  const payload = fc.dictionary(fc.string().filter(isPlain), fc.oneof(fc.string().filter(isPlain), fc.integer()))
  fc.assert(
    fc.property(id, payload, anyText({ maxLength: 400 }), (id, payload, text) => {
      const call = readFrame(writeCall(id, 'Reset', payload), '2.1')
      assert.ok(call.kind === 'call' && call.id === JSON.parse(JSON.stringify(id)) && call.action === 'Reset')
      assert.equal(readFrame(writeResult(id, payload), '2.1').kind, 'result')
      const error = readFrame(writeError(id, '2.1', { kind: 'internal', description: text }), '2.1')
      assert.ok(error.kind === 'error' && error.description.length <= 255)
      assert.equal(readFrame(writeResultError(id, { kind: 'format', description: text }), '2.1').kind, 'result-error')
    }),
  )
})

test('an error is written with a short description and an object of details (F-02, Q-026)', () => {
  const text = writeError('1', '1.6', { kind: 'format', description: 'x'.repeat(300) })
  assert.equal(text, `[4,"1","FormationViolation","${'x'.repeat(255)}",{}]`)
  assert.equal(writeError(17, '2.1', { kind: 'format' }), '[4,17,"FormatViolation","",{}]')
})

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth)
}

function fault(text: string, version: OcppVersion): FrameFault {
  const frame = readFrame(text, version)
  assert.ok(frame.kind === 'fault', `expected a fault, got ${frame.kind}`)
  return frame
}

function answer(text: string, version: OcppVersion): string | null {
  return fault(text, version).answer
}

function codeOf(answer: string | null): string | null {
  return answer === null ? null : JSON.parse(answer)[2]
}

function isPlain(text: string): boolean {
  return text !== '__proto__' && !text.includes('\0') && text.isWellFormed()
}
