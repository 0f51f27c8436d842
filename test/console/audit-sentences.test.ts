import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { audit as english } from '../../console/src/i18n/en/audit.ts'
import { auditSentence } from '../../console/src/pages/audit/audit-sentence.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Actions whose name is put together where they are written, with all that they can be. */
const putTogether: Record<string, string[]> = {
  '`firmware-campaign.${state}`': ['done', 'stopped', 'paused'].map((state) => `firmware-campaign.${state}`),
  '`firmware-campaign.${wanted}`': ['running', 'paused', 'cancelled'].map((state) => `firmware-campaign.${state}`),
  rootAction: ['made', 'switched', 'undone', 'ended'].map((what) => `certificate.root-${what}`),
  action: ['limits.written', 'limits.withdrawn', 'limits.undone'],
}

test('every action that the audit trail can hold is told in a sentence of its own', () => {
  const actions = ['core', 'api', 'server', 'storage', 'ocpp'].flatMap(sources).flatMap(actionsIn)
  assert.ok(actions.length > 80, String(actions.length))
  const isSaid = (key: string) => Object.hasOwn(english.sentence, key)
  const unsaid = actions.filter(
    (action) => auditSentence({ action, subject: 'x', detail: null }, isSaid).key === 'other',
  )
  assert.deepEqual([...new Set(unsaid)], [])
})

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'))
}

/** What stands first in each call: a word, a choice of two, or a name that this test has to know. */
function actionsIn(source: string): string[] {
  return [...source.matchAll(/\.audit\(\s*([^,)]+)/g)].flatMap(([, written]) => {
    const known = putTogether[written!.trim()]
    const words = known ?? [...written!.matchAll(/'([\w.-]+\.[\w.-]+|forbidden|logout)'/g)].map(([, word]) => word!)
    assert.ok(words.length > 0, `${written}: this test has to know what it can be`)
    return words
  })
}
