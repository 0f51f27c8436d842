import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { settingsTable } from './settings-table.ts'

const page = new URL('../docs/settings.md', import.meta.url)

if (process.argv.includes('--write')) writeFileSync(page, settingsTable())

test('the page of settings is up to date', () => {
  assert.equal(
    readFileSync(page, 'utf8'),
    settingsTable(),
    'Run "node server/settings-table.test.ts --write" and commit docs/settings.md.',
  )
})
