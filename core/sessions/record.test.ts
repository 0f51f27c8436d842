import assert from 'node:assert/strict'
import test from 'node:test'
import { Decimal } from 'decimal.js'
import { energyOfReadings } from './energy-of-readings.ts'
import { emptyEvidence, type SessionEvidence, withFlag, withStart, withStop } from './evidence.ts'
import { noValues, withPoint } from './joins.ts'
import { closedByServer, recordOf } from './record.ts'

const minute = (minutes: number) => Date.UTC(2026, 2, 1, 8, minutes)
const start = { at: minute(0), estimated: false, meterWh: '1000', reservationId: null, live: true }
const stop = { at: minute(60), estimated: false, meterWh: '7000', reason: 'Remote', tokenUid: null }
const session16 = withStop(withStart(emptyEvidence(), start), stop)

type Case = [name: string, evidence: SessionEvidence, energyWh: number, flags: string[]]

const energies: Case[] = [
  ['a usual session', session16, 6000, []],
  ['Q-112: a stop 1 Wh below its start', stopped({ meterWh: '999' }), 0, []],
  [
    'Q-120: a start of 0 reported at the end keeps the energy of the readings',
    {
      ...withStop(withStart(emptyEvidence(), { ...start, at: minute(59), meterWh: '0', live: false }), {
        ...stop,
        meterWh: '56000',
      }),
      registers: registers([0, 50_000], [30, 53_000], [59, 55_900]),
    },
    6000,
    ['placeholder-start', 'start-missing'],
  ],
  [
    'Q-125: a start of 0 while offline, then a real register',
    {
      ...withStart(emptyEvidence(), { ...start, meterWh: null, live: false }),
      stop: { ...stop, at: minute(1), meterWh: null },
      begin: { at: minute(0), value: '0' },
      end: { at: minute(1), value: '909948' },
      registers: registers([0, 909_865], [1, 909_948]),
    },
    83,
    ['placeholder-start', 'start-missing'],
  ],
  [
    'Q-157: a periodic register beside a Transaction.Begin of 0',
    { ...session16, begin: { at: minute(0), value: '0' }, registers: registers([0, 678]) },
    6000,
    [],
  ],
  [
    'Q-158: a register falls to 0 and comes back',
    {
      ...withStart(emptyEvidence(), { ...start, meterWh: null }),
      stop: { ...stop, meterWh: null },
      registers: registers([0, 895], [1, 0], [2, 896]),
    },
    1,
    ['end-missing', 'start-missing', 'zero-register'],
  ],
]

for (const [name, evidence, energyWh, flags] of energies) {
  test(name, () => {
    const record = recordOf(evidence)
    assert.equal(record.energyWh.toNumber(), energyWh)
    assert.deepEqual(record.flags, flags)
  })
}

const chargeStates: [values: [minutes: number, percent: number][], initial: number | null, end: number | null][] = [
  [[], null, null],
  [[[0, 0]], 0, 0],
  [
    [
      [0, 0],
      [1, 55],
      [2, 60],
    ],
    55,
    60,
  ],
  [
    [
      [0, 0],
      [1, 3],
      [2, 60],
    ],
    0,
    60,
  ], // an empty battery
  [
    [
      [0, 40],
      [1, 41],
      [2, 0],
    ],
    40,
    41,
  ],
]

for (const [values, initial, end] of chargeStates) {
  test(`state of charge ${JSON.stringify(values)} goes from ${initial} to ${end}`, () => {
    const soc = values.reduce(
      (series, [at, value]) => withPoint(series, { at: minute(at), value }),
      emptyEvidence().soc,
    )
    const record = recordOf({ ...emptyEvidence(), soc })
    assert.deepEqual([record.initialSoc, record.endSoc], [initial, end])
  })
}

test('a stop without a reason was local (X-10, Q-110)', () => {
  assert.equal(recordOf(stopped({ reason: null })).endReason, 'Local')
})

test('a running session has no end, no end reason and no doubts about its energy', () => {
  const record = recordOf(withStart(emptyEvidence(), start))
  assert.deepEqual([record.endedAt, record.endReason, record.flags, record.complete], [null, null, [], false])
})

test('a session that the server closed ends with the last that was heard of it (Q-115)', () => {
  const open = { ...withStart(emptyEvidence(), start), to: minute(45), registers: registers([45, 4000]) }
  const record = recordOf(withFlag(open, closedByServer.missingStop))
  assert.equal(record.endReason, 'MissingStop')
  assert.equal(record.endedAt?.epochMilliseconds, minute(45))
  assert.equal(record.energyWh.toNumber(), 3000)
})

test('a stop that comes after all takes the place of the end that the server made up', () => {
  const closed = withFlag(withStart(emptyEvidence(), start), closedByServer.missingStop)
  assert.deepEqual(recordOf(withStop(closed, stop)), recordOf(session16))
})

test('of two different stops both are kept, and the record says so (X-08)', () => {
  const record = recordOf(withStop(session16, { ...stop, meterWh: '7100' }))
  assert.equal(record.energyWh.toNumber(), 6000)
  assert.deepEqual(record.flags, ['stop-differs'])
})

test('energy without registers is the sum of the intervals, each counted once (X-23, V-05)', () => {
  const reading = (minutes: number, intervalWh: number | null, powerW: number | null) => ({
    at: Temporal.Instant.fromEpochMilliseconds(minute(minutes)),
    context: 'Sample.Periodic' as const,
    intervalWh: intervalWh === null ? null : new Decimal(intervalWh),
    powerW,
  })
  const energy = energyOfReadings([reading(0, 100, 6000), reading(0, 100, null), reading(30, 120, 12_000)])
  assert.equal(energy.intervalWh?.toNumber(), 220)
  assert.equal(energy.powerWh?.toNumber(), 4500)
  assert.deepEqual(energyOfReadings([]), { intervalWh: null, powerWh: null })

  const noRegisters = withStop(withStart(emptyEvidence(), { ...start, meterWh: null }), { ...stop, meterWh: null })
  assert.equal(recordOf(noRegisters, energy).energyMethod, 'intervals')
})

function stopped(changes: Partial<typeof stop> | { reason: null }): SessionEvidence {
  return withStop(withStart(emptyEvidence(), start), { ...stop, ...changes })
}

function registers(...values: [minutes: number, wh: number][]): SessionEvidence['registers'] {
  return values.reduce<SessionEvidence['registers']>(
    (series, [at, wh]) => withPoint(series, { at: minute(at), value: String(wh) }),
    noValues,
  )
}
