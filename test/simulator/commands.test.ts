import assert from 'node:assert/strict'
import { test } from 'node:test'
import { car, pass, simulatedSite } from '../support/simulated-site.ts'
import { eventually } from '../support/system.ts'

for (const version of ['1.6', '2.0.1'] as const) {
  test(`${version}: a start and a stop that the server is asked for are obeyed, and the session is recorded`, async (t) => {
    const site = await simulatedSite(t)
    const { charger } = await site.charger(version)
    // Deadlines are of the site's clock too.
    const command = (request: object) =>
      site.system.admin('command.send', { charger: 'CP-1', request, deadlineSeconds: 3_600 })
    const evse = charger.evse(1)!
    charger.plug(evse, car(0.3))

    const started = await command({ kind: 'start', evse: 1, tokenUid: 'CARD-1' })
    assert.equal(started.state, 'accepted')
    const session = await eventually(
      async () => evse.session,
      (running) => running !== null,
    )
    await pass(site, 300)
    // The server stops what it knows of.
    const stopped = await eventually(
      () => command({ kind: 'stop', sessionId: null, evse: 1 }),
      ({ state }) => state === 'accepted',
    )
    assert.equal(stopped.state, 'accepted')

    const [record] = await site.records(1)
    assert.equal(session!.ended?.reason, 'remote')
    assert.equal(record.EnergyDelivered, charger.energyWh(session!))
    assert.equal(record.EndResult, 'Remote')
    site.frames.assertClean()
  })

  test(`${version}: a silent charger lets a command time out`, async (t) => {
    const site = await simulatedSite(t, { rate: 1 })
    const { misbehaviour } = await site.charger(version)
    misbehaviour.isSilent = true
    const request = { kind: 'reset', mode: 'soft' }
    const ended = await site.system.admin('command.send', { charger: 'CP-1', request, deadlineSeconds: 1 })
    assert.equal(ended.state, 'timed_out')
  })
}
