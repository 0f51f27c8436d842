import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonSchema } from './json-schema.ts'
import { exampleOf } from './payload-example.ts'
import { faultsOf } from './payload-faults.ts'
import { fieldsOf, valueAt, withValue } from './payload-fields.ts'

const at = '2027-01-31T12:00:00.000Z'
const schema: JsonSchema = {
  type: 'object',
  definitions: {
    Place: {
      type: 'object',
      additionalProperties: false,
      properties: { id: { type: 'integer', minimum: 0 }, connectorId: { type: 'integer' } },
      required: ['id'],
    },
    Mode: { type: 'string', enum: ['Immediate', 'OnIdle'] },
  },
  properties: {
    customData: { type: 'object' },
    note: { type: 'string', maxLength: 5 },
    type: { $ref: '#/definitions/Mode' },
    evse: { $ref: '#/definitions/Place' },
    until: { type: 'string', format: 'date-time' },
    parts: { type: 'array', minItems: 1, items: { $ref: '#/definitions/Place' } },
    loud: { type: 'boolean' },
  },
  required: ['type', 'until', 'parts'],
  additionalProperties: false,
}
const example = { type: 'OnIdle', until: at, parts: [{ id: 1 }] }

test('a prepared example has what is required, chooses the harmless, and fits its schema', () => {
  assert.deepEqual(exampleOf(schema, at), example)
  assert.deepEqual(faultsOf(schema, example), [])
})

const faults: [payload: unknown, path: string, kind: string][] = [
  [[], '', 'type'],
  [{ until: at, parts: [{ id: 1 }] }, 'type', 'missing'],
  [{ ...example, type: 'Hard' }, 'type', 'word'],
  [{ ...example, until: 'tomorrow' }, 'until', 'time'],
  [{ ...example, until: '2027-01-31' }, 'until', 'time'],
  [{ ...example, parts: [] }, 'parts', 'tooFew'],
  [{ ...example, parts: [{ id: 1 }, { id: -1 }] }, 'parts[1].id', 'range'],
  [{ ...example, evse: { id: '1' } }, 'evse.id', 'type'],
  [{ ...example, evse: { id: 1, plug: 2 } }, 'evse.plug', 'unknown'],
  [{ ...example, note: 'sixsix' }, 'note', 'tooLong'],
  [{ ...example, note: null }, 'note', 'type'],
]

for (const [payload, path, kind] of faults) {
  test(`a payload is faulted at its member: ${kind} ${path}`, () => {
    assert.deepEqual(
      faultsOf(schema, payload).map((fault) => [fault.path, fault.kind]),
      [[path, kind]],
    )
  })
}

test('a form asks for the simple members, what is required first, and leaves lists to the editor', () => {
  const { fields, others } = fieldsOf(schema)
  assert.deepEqual(
    fields.map(({ path, type, required }) => [path.join('.'), type, required]),
    [
      ['type', 'choice', true],
      ['until', 'time', true],
      ['note', 'text', false],
      ['evse.id', 'number', false],
      ['evse.connectorId', 'number', false],
      ['loud', 'boolean', false],
    ],
  )
  assert.deepEqual(others, ['parts'])
})

test('a member is put in and taken out again, with the object around it', () => {
  const filled = withValue(example, ['evse', 'id'], 2)
  assert.deepEqual(filled, { ...example, evse: { id: 2 } })
  assert.equal(valueAt(filled, ['evse', 'id']), 2)
  assert.equal(valueAt(example, ['evse', 'id']), undefined)
  assert.deepEqual(withValue(filled, ['evse', 'id'], undefined), example)
})
