import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ChargerTemplate, defaultTemplate } from './template.ts'
import { touchedBy } from './template-reach.ts'

const acme: ChargerTemplate = {
  ...defaultTemplate,
  id: 1,
  name: 'Acme',
  vendor: 'Acme',
  priority: 1,
  extendsDefault: true,
}
const light = { component: 'Lamp', componentInstance: null, evse: null, connector: null, variable: 'Colour' }
const white = { ...light, variableInstance: null, value: 'white', generation: null }

const fleet = [
  { identity: 'A-1', vendor: 'Acme', model: 'One', firmware: '1.0' },
  { identity: 'A-2', vendor: 'ACME', model: 'Two', firmware: '1.0' },
  { identity: 'B-1', vendor: 'Bolt', model: 'One', firmware: '1.0' },
]

const cases: [name: string, before: ChargerTemplate[], after: ChargerTemplate[], touched: string[]][] = [
  ['a setting more', [acme], [{ ...acme, settings: [...acme.settings, white] }], ['A-1', 'A-2']],
  ['another name', [acme], [{ ...acme, name: 'Acme 2' }], []],
  ['a wider pattern without other content', [acme], [{ ...acme, vendor: null }], []],
  ['a narrower model', [{ ...acme, settings: [white] }], [{ ...acme, settings: [white], model: 'One' }], ['A-2']],
  ['a template for all', [], [{ ...acme, vendor: null, settings: [white] }], ['A-1', 'A-2', 'B-1']],
  [
    'one that gives way to a higher one',
    [{ ...acme, settings: [white] }],
    [
      { ...acme, settings: [white] },
      { ...acme, id: 2, priority: 0 },
    ],
    [],
  ],
  ['one that is removed', [{ ...acme, settings: [white] }], [], ['A-1', 'A-2']],
  ['leave to restart', [acme], [{ ...acme, restartAllowed: true }], ['A-1', 'A-2']],
]

for (const [name, before, after, touched] of cases) {
  test(`a change of a template reaches the chargers that it sets up otherwise: ${name}`, () => {
    assert.deepEqual(
      touchedBy(fleet, before, after).map(({ identity }) => identity),
      touched,
    )
  })
}
