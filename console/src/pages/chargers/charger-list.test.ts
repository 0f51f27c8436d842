import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chargerRow, connectorRow } from '../../fixtures/charger-row.ts'
import { filterDefaults, filterOf, toggleState } from './charger-filter.ts'
import { identityRanks, listChargers } from './charger-list.ts'

const rows = [
  chargerRow(1, {
    identity: 'CP-10',
    name: 'North gate',
    state: 'charging',
    powerW: 50_000,
    connectors: [connectorRow({ socPercent: 80 }), connectorRow({ number: 2, socPercent: 30 })],
  }),
  chargerRow(2, { identity: 'CP-9', vendor: 'ABB', model: 'Terra', state: 'faulted' }),
  chargerRow(3, { identity: 'cp-2', state: 'offline', heardAt: null, firmware: '7.1' }),
  chargerRow(4, { identity: 'CP-1', state: 'available', heardAt: '2027-01-31T13:00:00.000Z' }),
]
const list = (url: Partial<typeof filterDefaults>) =>
  listChargers(rows, filterOf({ ...filterDefaults, ...url }), identityRanks(rows))

test('chargers stand by their identity, numbers counted as numbers and whatever the case', () => {
  assert.deepEqual(list({}).ids, [4, 3, 2, 1])
  assert.deepEqual(list({ sort: '-identity' }).ids, [1, 2, 3, 4])
})

test('all words of the search must be found, in any of the texts of a charger', () => {
  const cases: [string, number[]][] = [
    ['north', [1]],
    ['terra abb', [2]],
    ['cp 7.1', [3]],
    ['terra north', []],
    ['  ', [4, 3, 2, 1]],
    ['.*', []],
  ]
  for (const [q, ids] of cases) assert.deepEqual(list({ q }).ids, ids, q)
})

test('states are counted within the search, whatever states are chosen', () => {
  const { ids, counts, matching } = list({ q: 'cp-1', state: 'charging,faulted' })

  assert.deepEqual(ids, [1])
  assert.equal(matching, 2)
  assert.equal(counts.charging, 1)
  assert.equal(counts.available, 1)
  assert.equal(counts.faulted, 0)
})

test('the worst state comes first, and what is unknown comes last whichever way it is sorted', () => {
  assert.deepEqual(list({ sort: 'state' }).ids, [3, 2, 1, 4])
  assert.deepEqual(list({ sort: 'soc' }).ids, [1, 4, 3, 2])
  assert.deepEqual(list({ sort: '-soc' }).ids, [1, 4, 3, 2])
  assert.deepEqual(list({ sort: 'heard' }).ids, [4, 2, 1, 3])
  assert.deepEqual(list({ sort: '-heard' }).ids, [2, 1, 4, 3])
  assert.deepEqual(list({ sort: '-power' }).ids, [1, 4, 3, 2])
  assert.deepEqual(list({ sort: 'model' }).ids, [2, 4, 1, 3])
})

test('an address with words it should not have shows the list without them', () => {
  assert.deepEqual(filterOf({ q: '', state: 'faulted,nonsense', sort: 'drop table' }), {
    q: '',
    states: ['faulted'],
    sort: 'identity',
    descending: false,
  })
  assert.equal(toggleState(['faulted'], 'offline'), 'offline,faulted')
  assert.equal(toggleState(['offline', 'faulted'], 'offline'), 'faulted')
})
