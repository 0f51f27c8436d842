import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settingGroups } from './setting-groups.ts'

const setting = (variable: string, group: string, source: 'environment' | 'default', description = '') => ({
  variable,
  group,
  source,
  description,
  value: '8080',
  unit: null,
})
const all = [
  setting('VOLTYARD_HOST', 'Server', 'default', 'Address to listen on.'),
  setting('VOLTYARD_PORT', 'Server', 'environment', 'Port of the console.'),
  setting('VOLTYARD_LOG_LEVEL', 'Log', 'default'),
]
const found = (q: string, onlySet = false) =>
  settingGroups(all, { q, onlySet }).map(({ group, settings }) => [group, ...settings.map(({ variable }) => variable)])

test('settings are shown by group, as the server orders them', () => {
  assert.deepEqual(found(''), [
    ['Server', 'VOLTYARD_HOST', 'VOLTYARD_PORT'],
    ['Log', 'VOLTYARD_LOG_LEVEL'],
  ])
})

test('a setting is found by its name or by words of its meaning', () => {
  assert.deepEqual(found('console port'), [['Server', 'VOLTYARD_PORT']])
  assert.deepEqual(found('log'), [['Log', 'VOLTYARD_LOG_LEVEL']])
  assert.deepEqual(found('nothing like it'), [])
})

test('a person can see at a glance what was set', () => {
  assert.deepEqual(found('', true), [['Server', 'VOLTYARD_PORT']])
})
