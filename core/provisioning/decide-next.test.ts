import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DeviceVariable, stationVariable, variableKey } from '../devices/device-variable.ts'
import type { SettingResult } from '../devices/take-settings.ts'
import { decideNext, type Move } from './decide-next.ts'
import { sampledMeasurands } from './default-template.ts'
import type { ProvisioningFacts, ProvisioningRun } from './provisioning.ts'
import { type ChargerTemplate, defaultTemplate } from './template.ts'

const began = Temporal.Instant.from('2026-11-01T00:00:00Z')
const after = (minutes: number) => began.add({ minutes })
const timeout = stationVariable('TxCtrlr', 'EVConnectionTimeOut')
const template: ChargerTemplate = {
  ...defaultTemplate,
  settings: [{ ...timeout, value: '60', generation: null }],
  measurands: ['Energy.Active.Import.Register', 'SoC'],
}

function variable(place: typeof timeout, value: string, at = after(1)): DeviceVariable {
  const more = { mutability: 'ReadWrite', persistent: null, constant: null, characteristics: null } as const
  return { ...place, ...more, attribute: 'Actual', value, observedAt: at }
}

const facts: ProvisioningFacts = {
  now: after(1),
  protocol: '1.6',
  vendor: null,
  model: null,
  firmware: null,
  bootedAt: began,
  isConnected: true,
  isBusy: false,
  registration: 'accepted',
  variables: [],
  isInventoried: false,
  silentConnectors: [],
  answer: 'accepted',
}

const blank: ProvisioningRun = {
  step: 'begin',
  why: 'first-contact',
  askedAt: began.toString(),
  reads: 0,
  pending: [],
  lists: [],
  reports: {},
  hasRestarted: false,
  bootedAt: null,
  silent: [],
}

type More = { facts?: Partial<ProvisioningFacts>; template?: Partial<ChargerTemplate>; results?: SettingResult[] }

function decide(run: ProvisioningRun, more: More = {}): Move {
  return decideNext(run, {
    facts: { ...facts, ...more.facts },
    template: { ...template, ...more.template },
    results: more.results ?? [],
    before: {},
  })
}

const said = (place: typeof timeout, value: string, outcome: SettingResult['outcome']): SettingResult => ({
  setting: { ...place, value },
  outcome,
  reason: outcome,
})

const different = [variable(timeout, '30'), variable(sampledMeasurands, 'Voltage')]
const requestOf = (move: Move) => (move.kind === 'ask' ? move.request : null)

test('the same situation gives the same move, so that a crash between two of them changes nothing', () => {
  const run: ProvisioningRun = { ...blank, step: 'read' }
  const stored = JSON.parse(JSON.stringify(run)) as ProvisioningRun
  assert.deepEqual(
    decide(stored, { facts: { variables: different } }),
    decide(run, { facts: { variables: different } }),
  )
})

test('a charger is read by lesser and lesser ways, and the run fails when none helps', () => {
  const ways = (protocol: ProvisioningFacts['protocol'], isInventoried: boolean) => {
    const kinds: string[] = []
    let move = decide(blank, { facts: { protocol, isInventoried } })
    for (; move.kind === 'ask'; move = decide(move.run, { facts: { protocol, isInventoried } })) {
      const { request } = move
      kinds.push('inventory' in request ? request.inventory : request.kind)
    }
    assert.equal(move.kind === 'end' && move.state, 'failed')
    return kinds
  }
  assert.deepEqual(ways('1.6', false), ['full', 'read-settings'])
  assert.deepEqual(ways('2.0.1', false), ['full', 'configuration', 'read-settings'])
  assert.deepEqual(ways('2.1', true), ['read-settings', 'full', 'configuration'])
})

test('a whole run: write, each list in its forms, verify, and the reasons of what was not done', () => {
  let move = decide({ ...blank, step: 'read' }, { facts: { variables: different } })
  assert.deepEqual(requestOf(move), { kind: 'change-settings', settings: [{ ...timeout, value: '60' }] })
  move = decide(move.run, { facts: { variables: different }, results: [said(timeout, '60', 'accepted')] })
  const whole = 'Energy.Active.Import.Register,SoC'
  assert.deepEqual(requestOf(move), { kind: 'change-settings', settings: [{ ...sampledMeasurands, value: whole }] })
  move = decide(move.run, { facts: { variables: different }, results: [said(sampledMeasurands, whole, 'refused')] })
  assert.equal(move.run.step, 'write-list')
  const energy = 'Energy.Active.Import.Register'
  move = decide(move.run, { facts: { variables: different }, results: [said(sampledMeasurands, energy, 'accepted')] })
  assert.deepEqual([move.run.step, requestOf(move)?.kind], ['verify', 'read-settings'])
  const now = [variable(timeout, '60', after(2)), variable(sampledMeasurands, energy, after(2))]
  move = decide(move.run, { facts: { variables: now, now: after(3) } })
  assert.ok(move.kind === 'end' && move.state === 'done')
  assert.deepEqual(
    Object.values(move.run.reports).map(({ outcome }) => outcome),
    ['written', 'reduced'],
  )
})

test('what the charger left unanswered is not repeated, and counts as done when it turns out to be', () => {
  const written = decide({ ...blank, step: 'read' }, { facts: { variables: [variable(timeout, '30')] } })
  const unanswered = decide(written.run, { facts: { variables: [variable(timeout, '30')], answer: 'timed_out' } })
  assert.equal(unanswered.run.step, 'verify')
  const silent = decide(unanswered.run, { facts: { variables: [variable(timeout, '30', began)], now: after(5) } })
  assert.ok(silent.kind === 'end' && silent.state === 'failed')
  assert.match(silent.reason!, /EVConnectionTimeOut/)
  const heard = decide(unanswered.run, { facts: { variables: [variable(timeout, '60', after(2))] } })
  assert.ok(heard.kind === 'end' && heard.state === 'done')
})

test('Q-205: a restart comes once, when it is allowed and nobody charges, and is waited for half an hour', () => {
  const report = { name: 'x', wanted: '60', value: '30', outcome: 'needs-restart', reason: null } as const
  const run: ProvisioningRun = { ...blank, step: 'verify', reports: { [variableKey(timeout)]: report } }
  const allowed = { restartAllowed: true }
  const not = decide(run)
  assert.ok(not.kind === 'end' && not.state === 'done', 'it is told of, and left to people')
  assert.equal(decide(run, { template: allowed, facts: { isBusy: true } }).run.step, 'wait-until-idle')
  const restart = decide(run, { template: allowed })
  assert.deepEqual(requestOf(restart), { kind: 'reset', mode: 'soft' })
  assert.equal(decide(restart.run, { template: allowed, facts: { now: after(20) } }).kind, 'wait')
  const back = decide(restart.run, {
    template: allowed,
    facts: { bootedAt: after(3), variables: [variable(timeout, '30')] },
  })
  assert.equal(back.run.step, 'verify-restarted')
  assert.equal(decide(restart.run, { template: allowed, facts: { now: after(40) } }).run.step, 'verify-restarted')
  const again = decide(back.run, { template: allowed, facts: { variables: [variable(timeout, '30', after(9))] } })
  assert.ok(again.kind === 'end' && again.state === 'failed', 'and no second restart')
  const refused = decide(restart.run, { template: allowed, facts: { answer: 'refused' } })
  assert.equal(refused.kind, 'end')
})

test('a pending charger is accepted only when its template says so and nothing was refused', () => {
  const end = (registration: 'pending' | 'accepted', acceptWhenConfigured: boolean, outcome: 'same' | 'refused') => {
    const report = { name: 'x', wanted: '60', value: '30', outcome, reason: null }
    const run: ProvisioningRun = { ...blank, step: 'verify', reports: { x: report } }
    const move = decide(run, { facts: { registration }, template: { acceptWhenConfigured } })
    return move.kind === 'end' && move.accept
  }
  assert.equal(end('pending', true, 'same'), true)
  assert.equal(end('pending', false, 'same'), false)
  assert.equal(end('pending', true, 'refused'), false)
  assert.equal(end('accepted', true, 'same'), false)
})

test('connectors that never told a status are asked for it, one after another', () => {
  let move = decide({ ...blank, step: 'verify' }, { facts: { silentConnectors: [1, 3] } })
  const asked: unknown[] = []
  for (; move.kind === 'ask'; move = decide(move.run, { facts: { silentConnectors: [1, 3] } })) {
    asked.push('connector' in move.request ? move.request.connector : null)
  }
  assert.deepEqual(asked, [1, 3])
})
