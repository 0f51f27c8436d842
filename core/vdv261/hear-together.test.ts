import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Problem } from '../errors.ts'
import { hearTogether, mostWaiting } from './hear-together.ts'
import type { KnownVehicle } from './hear-vehicle.ts'
import type { VehicleLinkWriter, VehicleState } from './vehicle-link.ts'

const link = { isEnabled: true, passwordSetAt: null, preconditions: false, climate: 'vehicle', driveoff: null } as const
const vehicle = (id: number): KnownVehicle => ({
  ...{ id, publicId: `BUS-${id}`, passwordHash: Buffer.alloc(32), controllerId: null },
  link: { ...link, synchronisedAt: Temporal.Instant.from('2026-03-10T00:00:00Z') },
})
const report = (seq: number, needKwh?: number) => ({ seq, said: needKwh === undefined ? {} : { needKwh }, others: {} })

/** What vehicles of one tenant said, kept here instead of in a database, which will have nothing to do with vehicle 13. */
function aTenant() {
  const batches: number[][] = []
  const states = new Map<number, VehicleState>()
  let now = Temporal.Instant.from('2026-03-10T04:00:00Z')
  const vehicleLinks: Pick<VehicleLinkWriter, 'lookAround' | 'keepStates'> = {
    async lookAround(vehicles) {
      batches.push(vehicles.map(({ id }) => id))
      if (vehicles.some(({ id }) => id === 13)) throw new Error('not this one')
      return vehicles.map(({ id }) => {
        return { state: states.get(id) ?? null, stay: null, requests: [], places: new Map() }
      })
    },
    async keepStates(kept) {
      for (const { vehicleId, state } of kept) states.set(vehicleId, state)
    },
  }
  const transaction = (work: (tx: never) => Promise<unknown>) => work({ vehicleLinks } as never)
  const ctx = { tenant: 1, now: () => now, transaction } as unknown as Parameters<ReturnType<typeof hearTogether>>[0]
  const hear = hearTogether({ driveoff: 'minutesOfDay' })
  const say = (id: number, seq: number, needKwh?: number) =>
    hear(ctx, { vehicle: vehicle(id), report: report(seq, needKwh) })
  const pass = (seconds: number) => {
    now = now.add({ seconds })
  }
  return { batches, states, say, pass }
}

test('vehicles that talk at once are heard together, and messages of one of them in their order', async () => {
  const { batches, states, say } = aTenant()
  const first = say(1, 0, 50)
  await Promise.all([first, say(2, 0, 60), say(1, 1, 49), say(3, 0, 70), say(1, 2)])
  assert.deepEqual(batches, [[1, 2, 3], [1], [1]])
  assert.deepEqual([states.get(1)!.said.needKwh, states.get(2)!.said.needKwh], [49, 60])
})

test('a message that cannot be taken does not harm those of others', async () => {
  const { states, say } = aTenant()
  const [one, bad, two] = await Promise.allSettled([say(1, 0, 50), say(13, 0, 60), say(2, 0, 70)])
  assert.deepEqual([one.status, bad.status, two.status], ['fulfilled', 'rejected', 'fulfilled'])
  assert.deepEqual([...states.keys()], [1, 2])
})

test('what says nothing new is written down every half a minute', async () => {
  const { states, say, pass } = aTenant()
  await say(1, 0, 50)
  pass(20)
  await say(1, 1, 50)
  assert.equal(states.get(1)!.seq, 0)
  pass(10)
  await say(1, 2)
  assert.equal(states.get(1)!.seq, 2)
  pass(5)
  await say(1, 3, 49)
  assert.deepEqual([states.get(1)!.seq, states.get(1)!.said.needKwh], [3, 49])
})

test('when too many wait, the next are refused at once, and each of those taken is heard once', async () => {
  const { batches, states, say } = aTenant()
  const answers = Array.from({ length: mostWaiting + 300 }, (_, at) => say(at + 100, 0, 50))
  const settled = await Promise.allSettled(answers)

  const refused = settled.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
  assert.deepEqual(new Set(refused.map(({ reason }) => (reason as Problem).code)), new Set(['overloaded']))
  assert.equal(refused.length, 300)
  const taken = settled.flatMap(({ status }, at) => (status === 'fulfilled' ? [at + 100] : []))
  assert.deepEqual(batches.flat(), taken)
  assert.deepEqual([...states.keys()], taken)

  await say(7, 0, 50)
  assert.equal(states.get(7)!.said.needKwh, 50)
})
