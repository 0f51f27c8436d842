import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SessionRow } from '../../../../api/console/wire/sessions.ts'
import { arrange, passes, type SessionFilters } from './session-rows.ts'

const any: SessionFilters = { state: '', charger: null, q: '', from: undefined, to: undefined }

function session(id: number, state: SessionRow['state'], parts: Partial<SessionRow> = {}): SessionRow {
  return {
    id,
    recordNo: null,
    state,
    charger: { id: 1, identity: 'CP-1', name: 'Gate' },
    evse: 1,
    connector: 1,
    card: '04A2',
    vehicle: 'Bus 4711',
    startedAt: '2027-01-31T08:00:00.000Z',
    endedAt: null,
    energyWh: '0',
    powerW: null,
    initialSoc: null,
    soc: null,
    endReason: null,
    flags: [],
    ...parts,
  }
}

const ids = (rows: readonly SessionRow[]) => rows.map(({ id }) => id)
const live = (...rows: SessionRow[]) => new Map(rows.map((row) => [row.id, row]))

test('open sessions stand first, new ones on top, and the rest in the order of the server', () => {
  const read = [session(9, 'active'), session(8, 'finished'), session(5, 'failed')]
  assert.deepEqual(ids(arrange(read, live(session(10, 'pending')), any)), [10, 9, 8, 5])
})

test('a session that ends moves below the open ones and shows its last state', () => {
  const read = [session(9, 'active'), session(7, 'active'), session(6, 'finished')]
  const rows = arrange(read, live(session(9, 'finished', { energyWh: '500' })), any)
  assert.deepEqual(ids(rows), [7, 9, 6])
  assert.equal(rows[1]?.energyWh, '500')
})

test('a session that does not pass the filter any more leaves the list, and others never enter it', () => {
  const open: SessionFilters = { ...any, state: 'open' }
  assert.deepEqual(
    ids(arrange([session(9, 'active')], live(session(9, 'finished'), session(10, 'active')), open)),
    [10],
  )
})

test('live sessions are filtered as the server does: card, vehicle or charger, charger id, and when they started', () => {
  const row = session(1, 'finished')
  for (const q of ['04a', 'bus 47', 'cp-1', 'GATE', '  ']) assert.equal(passes(row, { ...any, q }), true, q)
  assert.equal(passes(row, { ...any, q: 'other' }), false)
  assert.equal(passes(row, { ...any, charger: 2 }), false)
  assert.equal(passes(row, { ...any, from: '2027-01-31T08:00:00.000Z', to: '2027-01-31T08:00:01.000Z' }), true)
  assert.equal(passes(row, { ...any, to: '2027-01-31T08:00:00.000Z' }), false)
  assert.equal(passes(session(2, 'pending', { startedAt: null }), { ...any, from: '2027-01-01T00:00:00.000Z' }), false)
  assert.equal(passes(session(3, 'expired'), { ...any, state: 'failed' }), true)
})
