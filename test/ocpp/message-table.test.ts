import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { messageTable } from '#ocpp/message-table.ts'

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '')
const file = `${root}/docs/ocpp.md`
const marker = '<!-- from here on made by: node test/ocpp/message-table.test.ts --write -->'

/** The words before the marker are written by hand. */
function document(): string {
  const [head] = readFileSync(file, 'utf8').split(marker)
  return `${head}${marker}\n\n${messageTable(root)}`
}

if (process.argv.includes('--write')) writeFileSync(file, document())
else {
  test('docs/ocpp.md says what is done with every action of every version', () => {
    assert.equal(readFileSync(file, 'utf8'), document(), 'write it anew: node test/ocpp/message-table.test.ts --write')
  })

  test('no action of any version is left out', () => {
    const table = messageTable(root)
    for (const line of table.split('\n').filter((text) => text.startsWith('| '))) {
      assert.ok(line.split(' | ').length === 5, line)
    }
    assert.ok(table.split('\n').filter((text) => /^\| [A-Z]/.test(text)).length >= 39 + 64 + 27 - 39)
  })
}
