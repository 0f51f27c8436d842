import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cardTemplate } from './card-template.ts'

test('every line of the template has a cell for every column', () => {
  const [head, ...lines] = cardTemplate.trimEnd().split('\r\n')
  const columns = head!.split(';')
  assert.equal(columns[0], 'uid')
  assert.ok(lines.length > 0)
  for (const line of lines) assert.equal(line.split(';').length, columns.length)
})
