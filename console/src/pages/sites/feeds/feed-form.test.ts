import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyFeed, type FeedForm, faultsOf, feedOf } from './feed-form.ts'

const given = {
  circuit: '1',
  name: 'dso',
  url: 'https://vtn.example.com',
  clientId: 'depot',
  secret: 's',
  fallback: '50',
}
const form = (more: Partial<FeedForm> = {}): FeedForm => ({ ...emptyFeed, ...given, ...more })

test('a feed is sent in W and seconds, and is called by its name where events are to name us', () => {
  const { lease, levelsW, clientName, tokenUrl } = feedOf(form())
  assert.deepEqual(lease, { seconds: 900, fallback: 50_000, leastSeconds: 0 })
  assert.deepEqual([levelsW, clientName, tokenUrl], [null, 'dso', null])
  assert.deepEqual(feedOf(form({ level1: '80', level2: '40,5', level3: '0' })).levelsW, [80_000, 40_500, 0])
})

test('what a server would refuse is said at its field', () => {
  assert.deepEqual(faultsOf(form()), {})
  assert.deepEqual(faultsOf(form({ pollSeconds: '600', lease: '15' })), { lease: 'lease' })
  assert.deepEqual(faultsOf(form({ level1: '10', level2: '20', level3: '0' })), { level1: 'levels' })
  assert.deepEqual(faultsOf(form({ level1: '10' })), { level1: 'levels' })
  assert.deepEqual(Object.keys(faultsOf(form({ name: '', url: 'ftp://x', secret: '', fallback: '-1' }))).sort(), [
    ...['fallback', 'name', 'secret', 'url'],
  ])
})
