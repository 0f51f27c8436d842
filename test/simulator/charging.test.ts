import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { car, pass, simulatedSite } from '../support/simulated-site.ts'

describe('what simulated chargers charge', { concurrency: 3 }, () => {
  for (const version of ['1.6', '2.0.1'] as const) {
    test(`${version}: what a vehicle received is what its session says, to the watt-hour`, async (t) => {
      const site = await simulatedSite(t)
      const { charger } = await site.charger(version)
      const evse = charger.evse(1)!

      charger.plug(evse, car(0.2))
      assert.equal(await charger.tap('CARD-1', evse), 'started')
      const session = evse.session!
      await pass(site, 900)
      assert.equal(await charger.tap('card-1', evse), 'stopped')
      charger.unplug(evse)

      const [record] = await site.records(1)
      assert.ok(charger.energyWh(session) > 2_000)
      assert.equal(record.EnergyDelivered, charger.energyWh(session))
      assert.equal(record.ChargerID, 'CP-1')
      assert.equal(record.EndResult, 'Local')
      const gainedWh = session.vehicle.storedWh - 12_000
      assert.ok(Math.abs(gainedWh / 0.9 - charger.energyWh(session)) < 1, `${gainedWh}`)
      site.frames.assertClean()
    })

    test(`${version}: what is charged without a connection is replayed as one session with the right energy`, async (t) => {
      const site = await simulatedSite(t)
      const connected = await site.charger(version)
      const { charger, link } = connected
      const evse = charger.evse(1)!

      charger.plug(evse, car(0.2))
      await charger.tap('CARD-1', evse)
      const session = evse.session!
      await pass(site, 300)
      connected.goOffline()
      await pass(site, 600)
      charger.unplug(evse)
      assert.ok(link.waitingDurable > 1, 'nothing waits to be replayed')
      assert.equal((await site.depot.get('/v2/transactions')).body.length, 0)
      connected.goOnline()

      const [record, ...more] = await site.records(1)
      assert.deepEqual(more, [])
      assert.equal(record.EnergyDelivered, charger.energyWh(session))
      assert.equal(record.EndResult, 'EVDisconnected')
      if (version === '2.0.1') {
        const events = site.frames.calls('CP-1', 'TransactionEvent').map(({ payload }) => payload)
        const numbers = [...new Set(events.map(({ seqNo }) => seqNo))]
        assert.deepEqual(
          numbers,
          numbers.map((_, index) => index),
        )
        assert.equal(events.at(-1).offline, true)
        assert.equal(events[0].offline, undefined)
      }
      site.frames.assertClean()
    })

    test(`${version}: a session that begins and ends without a connection is replayed whole`, async (t) => {
      const site = await simulatedSite(t)
      const connected = await site.charger(version)
      const { charger } = connected
      const evse = charger.evse(1)!
      connected.goOffline()
      await pass(site, 5)

      charger.plug(evse, car(0.5))
      assert.equal(await charger.tap('CARD-2', evse), 'started')
      const session = evse.session!
      await pass(site, 600)
      charger.unplug(evse)
      connected.goOnline()

      const [record] = await site.records(1)
      assert.equal(record.EnergyDelivered, charger.energyWh(session))
      assert.equal(record.Initiator, 'CARD-2')
      site.frames.assertClean()
    })

    test(`${version}: a refused card delivers no energy and leaves no session`, async (t) => {
      const site = await simulatedSite(t)
      const { charger } = await site.charger(version)
      const evse = charger.evse(1)!
      const vehicle = car(0.2)
      charger.plug(evse, vehicle)

      assert.equal(await charger.tap('STRANGER', evse), 'refused')
      await pass(site, 300)
      assert.equal(evse.session, null)
      assert.equal(vehicle.storedWh, 12_000)
      assert.equal(evse.registerWh, 1_000)
      assert.equal((await site.depot.get('/v2/transactions')).body.length, 0)
      site.frames.assertClean()
    })

    test(`${version}: a card that is refused only after an offline start ends the session`, async (t) => {
      const site = await simulatedSite(t)
      const connected = await site.charger(version)
      const { charger } = connected
      const evse = charger.evse(1)!
      connected.goOffline()
      await pass(site, 5)
      charger.plug(evse, car(0.5))
      assert.equal(await charger.tap('STRANGER', evse), 'started')
      const session = evse.session!
      await pass(site, 300)
      connected.goOnline()

      const [record] = await site.records(1)
      assert.equal(session.ended?.reason, 'refused')
      assert.equal(record.EnergyDelivered, charger.energyWh(session))
      assert.equal(record.EndResult, 'DeAuthorized')
      site.frames.assertClean()
    })

    test(`${version}: a power loss ends the session with what the meter showed, and is told afterwards`, async (t) => {
      const site = await simulatedSite(t)
      const connected = await site.charger(version)
      const { charger } = connected
      const evse = charger.evse(1)!
      charger.plug(evse, car(0.2))
      await charger.tap('CARD-1', evse)
      const session = evse.session!
      await pass(site, 300)
      charger.losePower()
      const whenCut = charger.energyWh(session)
      await pass(site, 300)
      charger.restorePower()

      const [record] = await site.records(1)
      assert.equal(charger.energyWh(session), whenCut)
      assert.equal(record.EnergyDelivered, whenCut)
      assert.equal(record.EndResult, 'PowerLoss')
      assert.equal(site.frames.calls('CP-1', 'BootNotification').length, 2)
      assert.equal(evse.status, 'finishing')
      site.frames.assertClean()
    })

    test(`${version}: a broken line, doubled messages and a wrong clock change no energy`, async (t) => {
      const site = await simulatedSite(t, { rate: 300 })
      const misbehaviour = { clockOffsetSeconds: 600, sendsTwice: true, dropsConnectionEverySeconds: 120 }
      const settings = { backOffSeconds: 5, backOffRandomSeconds: 5 }
      const { charger } = await site.charger(version, { misbehaviour, settings })
      const evse = charger.evse(1)!
      charger.plug(evse, car(0.2))
      assert.equal(await charger.tap('CARD-1', evse), 'started')
      const session = evse.session!
      await pass(site, 900)
      charger.unplug(evse)

      const [record, ...more] = await site.records(1)
      assert.deepEqual(more, [])
      assert.equal(record.EnergyDelivered, charger.energyWh(session))
      site.frames.assertClean()
    })

    test(`${version}: a fault ends the session, is shown, and clears`, async (t) => {
      const site = await simulatedSite(t)
      const { charger } = await site.charger(version)
      const evse = charger.evse(1)!
      charger.plug(evse, car(0.2))
      await charger.tap('CARD-1', evse)
      const session = evse.session!
      await pass(site, 120)
      charger.fault(evse, 'over-temperature')
      assert.equal(await charger.tap('CARD-1', evse), 'no-place')
      charger.clearFault(evse)
      assert.equal(await charger.tap('CARD-1', evse), 'started')
      await pass(site, 60)
      charger.unplug(evse)

      const records = await site.records(2)
      assert.equal(session.ended?.reason, 'fault')
      assert.ok(records.some((record) => record.EnergyDelivered === charger.energyWh(session)))
      assert.equal(evse.status, 'available')
      site.frames.assertClean()
    })
  }
})
