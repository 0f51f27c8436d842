import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hoursOf, identitiesOf, newCampaignForm, outlineOf, percentOf, wavesOf } from './campaign-form.ts'

const form = { ...newCampaignForm, firmware: '3' }

test('a roll-out to all that fit names no charger', () => {
  assert.deepEqual(outlineOf({ ...form, vendor: 'left over' }), {
    firmwareId: 3,
    selection: { identities: null, vendor: null, model: null, firmware: null },
    plan: { waves: [1, 5, 20], stopAtFailurePercent: 10, waveHours: 24, installAt: null },
  })
})

test('a roll-out to some is narrowed by patterns or by a list, never by both', () => {
  const some = { ...form, model: 'DC *', current: ' 1.0 ', identities: 'CP-1' }
  assert.deepEqual(outlineOf({ ...some, whom: 'some' })?.selection, {
    identities: null,
    vendor: null,
    model: 'DC *',
    firmware: '1.0',
  })
  assert.deepEqual(outlineOf({ ...some, whom: 'listed' })?.selection, {
    identities: ['CP-1'],
    vendor: null,
    model: null,
    firmware: null,
  })
})

test('nothing is asked while something is missing', () => {
  assert.equal(outlineOf(newCampaignForm), null)
  assert.equal(outlineOf({ ...form, whom: 'listed' }), null)
  assert.equal(outlineOf({ ...form, when: 'later' }), null)
  assert.equal(outlineOf({ ...form, waves: 'few' }), null)
})

test('sizes, lists, shares and hours are read as people write them', () => {
  assert.deepEqual(wavesOf('1; 10 , 100'), [1, 10, 100])
  assert.equal(wavesOf('0, 5'), null)
  assert.deepEqual(identitiesOf('CP-1\nCP-2, CP-1'), ['CP-1', 'CP-2'])
  assert.equal(percentOf('101'), null)
  assert.equal(percentOf('0'), 0)
  assert.equal(hoursOf('1,5'), 1.5)
  assert.equal(hoursOf(''), null)
})
