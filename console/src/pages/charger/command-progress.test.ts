import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CommandView } from '../../../../api/console/wire/chargers.ts'
import { type CommandState, endedBy, hasEnded, mergeCommands, targetOf } from './command-progress.ts'

function command(id: number, state: CommandState, parts: Partial<CommandView> = {}): CommandView {
  return {
    id,
    chargerId: 1,
    kind: 'reset',
    params: { mode: 'soft' },
    state,
    reason: null,
    requestedBy: 'ana',
    door: 'console',
    waits: false,
    attempts: 1,
    action: null,
    sentAt: null,
    deadlineAt: '2027-01-01T00:01:00.000Z',
    createdAt: '2027-01-01T00:00:00.000Z',
    endedAt: null,
    ...parts,
  }
}

const states = (commands: readonly CommandView[]) => commands.map(({ id, state }) => `${id} ${state}`)

test('a command goes from queued to sent to its end, and the newest stands first', () => {
  let known = mergeCommands([], [command(1, 'accepted')])
  known = mergeCommands(known, [command(2, 'queued')])
  known = mergeCommands(known, [command(2, 'sent')])
  assert.deepEqual(states(known), ['2 sent', '1 accepted'])
  assert.deepEqual(states(mergeCommands(known, [command(2, 'refused')])), ['2 refused', '1 accepted'])
})

test('news that comes late never takes an outcome back', () => {
  const ended = [command(1, 'refused')]
  for (const late of ['queued', 'sent', 'accepted', 'timed_out'] as const)
    assert.deepEqual(states(mergeCommands(ended, [command(1, late)])), ['1 refused'])
  assert.deepEqual(states(mergeCommands([command(1, 'sent')], [command(1, 'queued')])), ['1 sent'])
})

test('an answer that comes after the time-out tells what became of the command', () => {
  const silent = [command(1, 'timed_out')]
  for (const state of ['accepted', 'refused'] as const)
    assert.deepEqual(states(mergeCommands(silent, [command(1, state)])), [`1 ${state}`])
  assert.deepEqual(states(mergeCommands(silent, [command(1, 'sent')])), ['1 timed_out'])
})

test('what is sent once more is under way again', () => {
  const again = command(1, 'queued', { attempts: 2 })
  assert.deepEqual(states(mergeCommands([command(1, 'sent')], [again])), ['1 queued'])
})

test('an outcome is said aloud once, also when nobody saw the command begin', () => {
  const known = [command(1, 'sent'), command(2, 'accepted')]
  const news = [command(1, 'accepted'), command(2, 'accepted'), command(3, 'offline'), command(4, 'queued')]
  assert.deepEqual(states(endedBy(known, news)), ['1 accepted', '3 offline'])
  assert.deepEqual(endedBy(mergeCommands(known, news), news), [])
})

test('everything but queued and sent is an end', () => {
  const all = ['queued', 'sent', 'accepted', 'refused', 'timed_out', 'expired', 'cancelled', 'offline'] as const
  assert.deepEqual(
    all.filter((state) => !hasEnded(state)),
    ['queued', 'sent'],
  )
})

test('a command belongs to the EVSE or connector that it names, else to the whole charger', () => {
  assert.equal(targetOf({ params: { evse: 2, card: 'x' } }), 2)
  assert.equal(targetOf({ params: { connector: 1 } }), 1)
  assert.equal(targetOf({ params: { evse: null, mode: 'hard' } }), null)
})
