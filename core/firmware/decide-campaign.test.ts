import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Campaign, CampaignMember, CampaignSubject, MemberStanding } from './campaign.ts'
import { decideCampaign } from './decide-campaign.ts'
import { selectChargers } from './select-chargers.ts'
import { mostAtOnce } from './start-campaign.ts'

const start = Temporal.Instant.from('2026-03-01T00:00:00Z')
const plan = { waves: [1, 2], stopAtFailurePercent: 30, waveHours: 24, installAt: null }
const running: Pick<Campaign, 'state' | 'plan' | 'createdAt'> = { state: 'running', plan, createdAt: start }

type About = Partial<CampaignMember> & { subject?: Partial<CampaignSubject>; order?: MemberStanding['order'] }

function member(chargerId: number, { subject: _, order: __, ...about }: About = {}): CampaignMember {
  const rest = { reason: null, fromVersion: '1', commandId: null, askedAt: null, endedAt: null }
  return { chargerId, identity: `CP-${chargerId}`, wave: 1, state: 'waiting', ...rest, ...about }
}

function subject(chargerId: number, about: Partial<CampaignSubject> = {}): CampaignSubject {
  const boot = { vendor: 'Maker', model: 'One', firmware: '1' }
  const state = { isConnected: true, isCharging: false, isUpdating: false, isOut: false }
  return { chargerId, identity: `CP-${chargerId}`, ...boot, ...state, ...about }
}

function decide(abouts: About[], campaign = running, now = start.add({ hours: 1 })) {
  const members = abouts.map((about, index) => member(index + 1, about))
  const standings = members.flatMap((one, index) =>
    one.state === 'waiting' || one.state === 'asked'
      ? [{ member: one, subject: subject(one.chargerId, abouts[index]!.subject), order: abouts[index]!.order ?? null }]
      : [],
  )
  return decideCampaign({ campaign, version: '2', members, standings, now })
}

const underWay = { command: 'accepted', reason: null, errand: 'open', progress: 'Downloading' } as const
const failed: About = { state: 'failed', endedAt: start }
const done: About = { state: 'done', endedAt: start }

const cases: [string, About[], { ask?: number[]; settle?: object; end?: string | null; wait?: string }][] = [
  ['the first wave is asked, the second not yet', [{}, { wave: 2 }], { ask: [1] }],
  ['a wave waits for the one before', [{ state: 'asked', order: underWay }, { wave: 2 }], { ask: [] }],
  ['a wave begins when the one before is at its end', [done, { wave: 2 }, { wave: 2 }, { wave: 3 }], { ask: [2, 3] }],
  ['whoever was left out does not hold up the others', [{ state: 'skipped' }, { wave: 2 }], { ask: [2] }],
  [
    'a charger that is away is waited for',
    [{ subject: { isConnected: false } }],
    { ask: [], wait: 'it is not connected' },
  ],
  ['a charger with a session is waited for', [{ subject: { isCharging: true } }], { ask: [], wait: 'a session runs' }],
  ['another update comes first', [{ subject: { isUpdating: true } }], { ask: [], wait: 'another update is under way' }],
  ['what has the version is left out', [{ subject: { firmware: '2' } }, {}], { ask: [2], settle: { 1: 'skipped' } }],
  ['what is out of service is left out', [{ subject: { isOut: true } }, {}], { ask: [2], settle: { 1: 'skipped' } }],
  [
    'a boot with the version is proof',
    [{ state: 'asked', subject: { firmware: '2' }, order: underWay }],
    { settle: { 1: 'done' }, end: 'done' },
  ],
  [
    'so it is after a word that it failed',
    [{ state: 'asked', subject: { firmware: '2' }, order: { ...underWay, errand: 'failed' } }],
    { settle: { 1: 'done' }, end: 'done' },
  ],
  [
    'a failure that is too many stops it',
    [{ state: 'asked', order: { ...underWay, errand: 'failed', progress: 'InstallationFailed' } }, { wave: 2 }],
    { ask: [], settle: { 1: 'failed' }, end: 'stopped' },
  ],
  [
    'a refusal is a failure',
    [
      done,
      done,
      done,
      { state: 'asked', order: { command: 'refused', reason: 'Rejected', errand: 'failed', progress: null } },
    ],
    { settle: { 4: 'failed' }, end: 'done' },
  ],
  [
    'silence is a failure',
    [done, done, done, { state: 'asked', order: { ...underWay, errand: 'expired' } }],
    { settle: { 4: 'failed' }, end: 'done' },
  ],
  ['few failures do not stop it', [failed, done, done, done, { wave: 2 }], { ask: [5] }],
  ['many do, before anybody else is asked', [failed, done, done, { wave: 2 }], { ask: [], end: 'stopped' }],
  [
    'a call without an answer may still be carried out',
    [{ state: 'asked', order: { ...underWay, command: 'timed_out' } }],
    { ask: [], end: null },
  ],
  [
    'an order that was never sent has failed',
    [done, done, done, { state: 'asked', order: { command: 'expired', reason: null, errand: null, progress: null } }],
    { settle: { 4: 'failed' } },
  ],
]

for (const [name, abouts, expected] of cases) {
  test(`J-03: ${name}`, () => {
    const decision = decide(abouts)
    if (expected.ask) assert.deepEqual(decision.ask, expected.ask)
    if (expected.settle) {
      assert.deepEqual(
        Object.fromEntries(decision.settle.map(({ chargerId, state }) => [chargerId, state])),
        expected.settle,
      )
    }
    if (expected.end !== undefined) assert.equal(decision.end?.state ?? null, expected.end)
    if (expected.wait) assert.equal(decision.wait[0]?.reason, expected.wait)
  })
}

test('J-03: what could not be taken in the time of its wave is left out, and the next wave begins', () => {
  const late = start.add({ hours: 25 })
  const away = { subject: { isConnected: false } }
  assert.deepEqual(decide([away, { wave: 2 }], running, late).settle, [
    { chargerId: 1, state: 'skipped', reason: 'it is not connected' },
  ])
  // The time of the second wave begins with the end of the first.
  const second = decide(
    [
      { state: 'done', endedAt: start.add({ hours: 20 }) },
      { wave: 2, ...away },
    ],
    running,
    late,
  )
  assert.deepEqual(second.settle, [])
})

test('J-03: with a time for the installation a session is no hindrance', () => {
  const campaign = { ...running, plan: { ...plan, installAt: '2026-03-02T02:00:00Z' } }
  assert.deepEqual(decide([{ subject: { isCharging: true } }], campaign).ask, [1])
})

test('J-03: a campaign that is paused, stopped or given up asks nobody, but hears what comes of what was asked', () => {
  for (const state of ['paused', 'stopped', 'cancelled'] as const) {
    const asked: About = { state: 'asked', subject: { firmware: '2' }, order: underWay }
    const decision = decide([asked, {}], { ...running, state })
    assert.deepEqual([decision.ask, decision.settle.map((one) => one.state)], [[], ['done']], state)
  }
})

test('whom a campaign would take, and why not the others', () => {
  const firmware = { vendor: 'maker', model: 'O*', version: '2' }
  const subjects = [
    subject(1),
    subject(2, { model: 'Two' }),
    subject(3, { firmware: '2' }),
    subject(4, { isOut: true }),
    subject(5, { vendor: null, model: null, firmware: null }),
    subject(6, { firmware: '0.9' }),
  ]
  const all = { identities: null, vendor: null, model: null, firmware: null }
  const selected = selectChargers(subjects, firmware, all)
  assert.deepEqual(
    selected.taken.map(({ chargerId }) => chargerId),
    [1, 6],
  )
  assert.deepEqual(
    selected.left.map(({ identity }) => identity),
    ['CP-2', 'CP-3', 'CP-4', 'CP-5'],
  )
  assert.deepEqual(selectChargers(subjects, firmware, { ...all, firmware: '1*' }).taken.length, 1)
  const named = selectChargers(subjects, firmware, { ...all, identities: ['cp-6', 'CP-9'] })
  assert.deepEqual(
    named.taken.map(({ identity }) => identity),
    ['CP-6'],
  )
  assert.deepEqual(named.left, [{ identity: 'CP-9', reason: 'there is none' }])
})

test('S21: at most a share of all chargers is taken at once, and one in any case', () => {
  assert.deepEqual([mostAtOnce(1, 50), mostAtOnce(3, 50), mostAtOnce(100, 50), mostAtOnce(10, 1)], [1, 1, 50, 1])
})
