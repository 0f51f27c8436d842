import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stationVariable } from '../devices/device-variable.ts'
import { type ChargerTemplate, defaultTemplate, matches, templateFor } from './template.ts'

const acme = { vendor: 'ACME Ltd', model: 'Fast 300', firmware: '1.2.3' }

test('a pattern fits whatever stands where its stars are, in any case', () => {
  const cases: [string | null, string | null, boolean][] = [
    [null, null, true],
    ['acme', 'ACME', true],
    ['acme', 'ACME Ltd', false],
    ['acme*', 'ACME Ltd', true],
    ['*ltd', 'ACME Ltd', true],
    ['a*m*l*', 'ACME Ltd', true],
    ['a*a', 'a', false],
    ['*', null, true],
    ['x', null, false],
    ['.*', 'abc', false],
    [`${'a*'.repeat(40)}b`, 'a'.repeat(200), false],
  ]
  for (const [pattern, text, fits] of cases) assert.equal(matches(pattern, text), fits, `${pattern} ${text}`)
})

test('of the templates that fit the one of the highest priority is taken, and without any the server’s own', () => {
  const of = (more: Partial<ChargerTemplate>): ChargerTemplate => ({ ...defaultTemplate, id: 1, name: 'one', ...more })
  assert.equal(templateFor([], acme).name, 'default')
  const others = [
    of({ vendor: 'other' }),
    of({ id: 2, name: 'any' }),
    of({ id: 3, name: 'fast', model: 'fast*', priority: 5 }),
  ]
  assert.equal(templateFor(others, acme).name, 'fast')
  assert.equal(templateFor(others, { ...acme, model: 'slow' }).name, 'any')
})

test('a template that extends the server’s own says what it says, and the rest is as there', () => {
  const ping = { ...stationVariable('OCPPCommCtrlr', 'WebSocketPingInterval'), value: '240', generation: null }
  const mobile = { ...defaultTemplate, id: 1, settings: [ping], measurands: null, extendsDefault: true }
  const taken = templateFor([mobile], acme)
  const pings = taken.settings.filter(({ variable }) => variable === 'WebSocketPingInterval')
  assert.deepEqual(pings, [ping])
  assert.equal(taken.settings.length, defaultTemplate.settings.length)
  assert.deepEqual(taken.measurands, defaultTemplate.measurands)
  assert.deepEqual(templateFor([{ ...mobile, extendsDefault: false }], acme).settings, [ping])
})
