import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImportReport } from '../../../../api/console/wire/administration.ts'
import { csvTextOf, importView } from './import-view.ts'

const report = (of: Partial<ImportReport>): ImportReport => ({
  lines: 0,
  imported: 0,
  changed: 0,
  unchanged: 0,
  badLines: 0,
  bad: [],
  added: [],
  rolledBack: true,
  ...of,
})
const bad = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ line: index + 2, column: 'uid', message: 'A card needs its number.' }))

test('a checked file says whether it can be imported, and how much of it', () => {
  const cases: [ImportReport, string, number][] = [
    [report({}), 'nothing', 0],
    [report({ lines: 3, imported: 2, changed: 1 }), 'ready', 3],
    [report({ lines: 3, unchanged: 3 }), 'unchanged', 0],
    [report({ lines: 3, imported: 2, badLines: 1, bad: bad(1) }), 'someBad', 2],
    [report({ lines: 2, unchanged: 1, badLines: 1, bad: bad(1) }), 'someBad', 0],
    [report({ lines: 1, badLines: 1, bad: bad(1) }), 'allBad', 0],
  ]
  for (const [of, verdict, writable] of cases) {
    const view = importView(of)
    assert.deepEqual([view.verdict, view.writable], [verdict, writable])
  }
})

test('of thousands of bad lines the first are shown and the others counted', () => {
  const view = importView(report({ lines: 5_000, badLines: 5_000, bad: bad(1_000) }))
  assert.equal(view.bad.length, 100)
  assert.equal(view.hiddenBad, 4_900)
})

test('umlauts survive whatever encoding the spreadsheet chose', () => {
  const text = 'uid;note\r\nAB;Jürgen'
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
  assert.equal(csvTextOf(Buffer.from(`\uFEFF${text}`)), text)
  assert.equal(csvTextOf(Buffer.from(text, 'latin1')), text)
  assert.equal(csvTextOf(utf16), text)
})

test('a file that is no text is refused before it is sent', () => {
  assert.equal(csvTextOf(Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x00, 0x00])), null)
})
