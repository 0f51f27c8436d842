import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { asWritten, withoutFormula, writeCsv } from './csv.ts'

const formulas = [
  '=1+1',
  '+49 30',
  '-5',
  '@SUM(A1)',
  '\t=1',
  '\tx',
  '\rx',
  ' =1',
  '\u00a0=1',
  '"=1',
  "'=1",
  '“=1',
  '\u200b=1',
  '\ufeff=1',
  '＝1',
  '＋1',
  '－1',
  '＠x',
  '−1',
  '﹣1',
]

for (const text of formulas) {
  test(`${JSON.stringify(text)} reaches no spreadsheet as a formula`, () => {
    assert.equal(withoutFormula(text), `'${text}`)
    assert.equal(asWritten(`'${text}`), text)
  })
}

for (const text of ['', 'CP-1', "O'Neil", "'quoted'", '1=1', 'a@b.de', 'Bay 7 (+2)']) {
  test(`${JSON.stringify(text)} stays as it is`, () => {
    assert.equal(withoutFormula(text), text)
    assert.equal(asWritten(text), text)
  })
}

const cell = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', "'", '"', ' ', ';', ',', 'a', '＝', '\ufeff'),
  }),
)

test('whatever a table holds, it is read back the same, and no text begins like a formula', async () => {
  const table = fc.array(fc.tuple(cell, fc.double({ noNaN: true, noDefaultInfinity: true })), { minLength: 1 })
  await fc.assert(
    fc.asyncProperty(table, fc.boolean(), async (rows, excel) => {
      const columns = [
        { name: 'text', read: ([text]: [string, number]) => text },
        { name: 'number', read: ([, number]: [string, number]) => number },
      ]
      let text = ''
      for await (const piece of writeCsv(columns, parts(rows), { excel })) text += piece
      assert.equal(text.startsWith('\ufeff'), excel)
      const delimiter = excel ? ';' : ','
      const read: string[][] = parse(text, { delimiter, bom: excel, record_delimiter: '\r\n' })
      assert.deepEqual(
        read.slice(1).map(([one, other]) => [asWritten(one!), Number(other)]),
        rows.map(([one, other]) => [one, Number(String(other))]),
      )
      for (const [one] of read) assert.doesNotMatch(one!, /^[\s"]*[=+\-@＝＋－＠]|^[\t\r\n]/)
    }),
  )
})

test('an apostrophe is taken away only where one was added', () => {
  fc.assert(fc.property(cell, (text) => assert.equal(asWritten(withoutFormula(text)), text)))
})

async function* parts<T>(rows: readonly T[]): AsyncGenerator<T[]> {
  for (let at = 0; at < rows.length; at += 3) yield rows.slice(at, at + 3)
}
