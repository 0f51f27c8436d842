import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlacedReading } from '#core/context.ts'
import type { LiveCharger, LiveSession } from '#core/live/live-charger.ts'
import type { ChargerUpdate } from '#core/live/live-feed.ts'
import { SitePicture } from './picture.ts'

const start = Temporal.Instant.from('2026-05-04T06:00:00Z')
const at = (seconds: number) => start.add({ seconds })

const session: LiveSession = {
  ...{ id: 7, state: 'active', evse: 1, connector: 1, card: null, vehicle: null, startedAt: start, endedAt: null },
  ...{ startWh: 0, energyWh: 0, powerW: null, initialSoc: null, socPercent: null, chargingState: null },
  ...{ endReason: null, flags: [] },
}
const charger: LiveCharger = {
  ...{ id: 1, identity: 'CP-1', name: null, blocked: false, connected: true, linkChangedAt: start, version: '1.6' },
  ...{ vendor: null, model: null, firmware: null, heardAt: start, whole: null, connectors: [], meters: [] },
  sessions: [session],
}
const nothing: ChargerUpdate = {
  ...{ chargerId: 1, link: null, boot: null, states: [], readings: [], sessions: [], messages: [] },
}

const reading = (seconds: number, amps: number, sessionId: number | null = 7): PlacedReading => ({
  ...{ evse: 1, connector: 1, reportedAt: at(seconds), context: 'Sample.Periodic', energyWh: null, intervalWh: null },
  ...{ powerW: amps * 690, currentA: [amps, amps, amps], voltageV: [null, null, null], socPercent: null },
  ...{ rest: [], signed: [], flags: [], at: at(seconds), sessionId },
})

/** As it is stored when it has ended. */
const ended = {
  ...{ id: 7, state: 'ended', evse: 1, token: null },
  record: {
    startedAt: start,
    endedAt: at(60),
    energyWh: { toNumber: () => 100 },
    initialSoc: null,
    endSoc: null,
    flags: [],
  },
  evidence: { registers: {} },
}
const end: ChargerUpdate = { ...nothing, sessions: [{ session: ended as never, connectorNumber: 1 }] }

async function pictureOf(known: LiveCharger): Promise<SitePicture> {
  const stored = [known]
  const overview = { page: async (after: number) => stored.filter(({ id }) => id > after) } as never
  const picture = new SitePicture({ overview, now: () => at(100) })
  await picture.read([1])
  return picture
}

test('where a session has ended nothing is drawn, whatever its last readings were and whenever they come', async () => {
  const picture = await pictureOf(charger)
  picture.apply({ ...nothing, readings: [reading(30, 16)] })
  assert.deepEqual(picture.drawn(1, 1)?.amps, [16, 16, 16])
  picture.apply({ ...end, readings: [reading(59, 15.5)] })
  assert.deepEqual(picture.drawn(1, 1)?.amps, [0, 0, 0])
  picture.apply({ ...nothing, readings: [reading(60, 15.5)] })
  assert.deepEqual(picture.drawn(1, 1)?.amps, [0, 0, 0])
  // What is measured without a session counts.
  picture.apply({ ...nothing, readings: [reading(90, 4, null)] })
  assert.deepEqual(picture.drawn(1, 1)?.amps, [4, 4, 4])
})
