import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import type { Context } from '#core/context.ts'
import { advanceCampaign } from '#core/firmware/advance-campaign.ts'
import type { Campaign } from '#core/firmware/campaign.ts'
import { changeCampaign, undoCampaign } from '#core/firmware/change-campaign.ts'
import { registerFirmwareFile } from '#core/firmware/register-firmware.ts'
import { previewCampaign, startCampaign } from '#core/firmware/start-campaign.ts'
import { answering, boot, bootedCharger, contextOf } from '../../support/firmware-bench.ts'
import type { StrictCharger } from '../../support/strict-charger.ts'
import { eventually, startSystem } from '../../support/system.ts'

const everyone = { identities: null, vendor: null, model: null, firmware: null }
const plan = { waves: [1], stopAtFailurePercent: 40, waveHours: 24, installAt: null }

async function register(ctx: Context, version: string) {
  const image = Buffer.from(`firmware ${version}`)
  const sha256 = createHash('sha256').update(image).digest('hex')
  const told = { vendor: 'Maker', model: null, version, sha256, signing: null, note: '' }
  const content = (async function* () {
    yield image
  })()
  return registerFirmwareFile(ctx, told, { name: 'f.bin', content, mostBytes: 1_000 })
}

/** Says yes, and boots with the version. */
function updating(charger: StrictCharger, { version }: { version: string }) {
  return answering(charger, 'UpdateFirmware', () => {
    setImmediate(() => void boot(charger, 'ocpp2.0.1', version))
    return { status: 'Accepted' }
  })
}

async function fleet(t: import('node:test').TestContext, count: number, env = {}) {
  const identities = Array.from({ length: count }, (_, index) => `CP-${index + 1}`)
  const system = await startSystem(t, { chargers: identities, env })
  const chargers: StrictCharger[] = []
  for (const identity of identities) chargers.push(await bootedCharger(system, identity, 'ocpp2.0.1'))
  return { system, ctx: contextOf(system), chargers }
}

function over(ctx: Context, { id }: Campaign, state: Campaign['state'] = 'done') {
  return eventually(
    async () => (await ctx.campaigns.find(id))!,
    (campaign) => campaign.state === state,
    30_000,
  )
}

const statesOf = async (ctx: Context, { id }: Campaign) =>
  (await ctx.campaigns.members(id)).map(({ identity, wave, state }) => `${identity} ${wave} ${state}`)

describe('campaigns', { concurrency: 3 }, () => {
  test('J-03: a campaign takes chargers wave by wave, each once, and can be taken back to what they had', async (t) => {
    const { ctx, chargers } = await fleet(t, 3)
    const [former, firmware] = [await register(ctx, '1.0.0'), await register(ctx, '2.0.0')]
    const asked = chargers.map((charger) => updating(charger, { version: '2.0.0' }))
    const preview = await previewCampaign(ctx, { firmwareId: firmware.id, selection: everyone, plan })
    assert.deepEqual(preview.waves, [['CP-1'], ['CP-2'], ['CP-3']])
    const campaign = await startCampaign(ctx, { name: 'Spring', firmwareId: firmware.id, selection: everyone, plan })
    await over(ctx, campaign)
    assert.deepEqual(await statesOf(ctx, campaign), ['CP-1 1 done', 'CP-2 2 done', 'CP-3 3 done'])
    assert.deepEqual(
      asked.map(({ length }) => length),
      [1, 1, 1],
    )
    for (const member of await ctx.campaigns.members(campaign.id)) {
      if (member.wave === 1) continue
      const before = (await ctx.campaigns.members(campaign.id)).find(({ wave }) => wave === member.wave - 1)!
      assert.ok(Temporal.Instant.compare(member.askedAt!, before.endedAt!) >= 0)
    }

    for (const charger of chargers) updating(charger, { version: '1.0.0' })
    const { campaigns, left } = await undoCampaign(ctx, campaign.id)
    assert.deepEqual(
      [campaigns.length, left, campaigns[0]?.firmwareId, campaigns[0]?.undoesId],
      [1, [], former.id, campaign.id],
    )
    await over(ctx, campaigns[0]!)
    assert.deepEqual(
      chargers.flatMap(({ violations }) => violations),
      [],
    )
  })

  test('J-03: a campaign stops when too many fail, and asks nobody else', async (t) => {
    const { ctx, chargers } = await fleet(t, 2)
    const firmware = await register(ctx, '2.0.0')
    answering(chargers[0]!, 'UpdateFirmware', { status: 'Rejected' })
    const others = answering(chargers[1]!, 'UpdateFirmware', { status: 'Accepted' })
    const campaign = await startCampaign(ctx, { name: 'Bad', firmwareId: firmware.id, selection: everyone, plan })
    const stopped = await over(ctx, campaign, 'stopped')
    assert.equal(stopped.reason, '1 of 1 chargers failed')
    assert.deepEqual(await statesOf(ctx, campaign), ['CP-1 1 failed', 'CP-2 2 skipped'])
    const [first] = await ctx.campaigns.members(campaign.id)
    assert.equal(first?.reason, 'Rejected')
    assert.equal(others.length, 0)
  })

  test('J-03: a charger with a running session waits for its end; a paused campaign asks nobody', async (t) => {
    const { ctx, chargers } = await fleet(t, 1)
    const [charger] = chargers as [StrictCharger]
    const firmware = await register(ctx, '2.0.0')
    const asked = updating(charger, { version: '2.0.0' })
    const event = (eventType: string, seqNo: number, triggerReason: string) => ({
      eventType,
      seqNo,
      triggerReason,
      timestamp: new Date().toISOString(),
      transactionInfo: {
        transactionId: 'tx-1',
        ...(eventType === 'Ended' ? { stoppedReason: 'Local' } : { chargingState: 'Charging' }),
      },
      evse: { id: 1, connectorId: 1 },
    })
    await charger.call('TransactionEvent', event('Started', 0, 'CablePluggedIn'))
    const campaign = await startCampaign(ctx, { name: 'Late', firmwareId: firmware.id, selection: everyone, plan })
    const reasonOf = async () => (await ctx.campaigns.members(campaign.id))[0]?.reason
    await eventually(reasonOf, (reason) => reason === 'a session runs', 20_000)
    await changeCampaign(ctx, campaign.id, 'paused')
    await charger.call('TransactionEvent', event('Ended', 1, 'EVDeparted'))
    await advanceCampaign(ctx, campaign.id)
    assert.equal(asked.length, 0)
    await changeCampaign(ctx, campaign.id, 'running')
    await over(ctx, campaign)
    assert.equal(asked.length, 1)
  })

  test('J-03: a campaign that is carried out by several at once, or again after the server was killed, asks each charger once', async (t) => {
    const { ctx, chargers, system } = await fleet(t, 2, { VOLTYARD_CAMPAIGN_SHARE_PERCENT: '100' })
    const firmware = await register(ctx, '2.0.0')
    const asked = chargers.map((charger) => answering(charger, 'UpdateFirmware', { status: 'Accepted' }))
    const both = { ...plan, waves: [2] }
    const campaign = await startCampaign(ctx, {
      name: 'Both',
      firmwareId: firmware.id,
      selection: everyone,
      plan: both,
    })
    await Promise.all(Array.from({ length: 8 }, () => advanceCampaign(ctx, campaign.id)))
    await eventually(
      async () => asked.map(({ length }) => length).join(),
      (counts) => counts === '1,1',
      20_000,
    )
    await system.restart()
    const again = contextOf(system)
    await advanceCampaign(again, campaign.id)
    const { rows } = await system.server.storage.database.asOwner((owner) =>
      owner.query(`select count(*)::int as count from command where kind = 'update-firmware'`),
    )
    assert.equal(rows[0].count, 2)
    await bootedCharger(system, 'CP-1', 'ocpp2.0.1', '2.0.0')
    await bootedCharger(system, 'CP-2', 'ocpp2.0.1', '2.0.0')
    await over(again, campaign)
  })

  test('S21: a wave of more chargers than is allowed at once is refused, and so is one for nobody', async (t) => {
    const { ctx } = await fleet(t, 2)
    const firmware = await register(ctx, '2.0.0')
    const two = { name: 'All', firmwareId: firmware.id, selection: everyone, plan: { ...plan, waves: [2] } }
    await assert.rejects(startCampaign(ctx, two), { code: 'conflict', subject: 'plan' })
    const nobody = { ...two, plan, selection: { ...everyone, identities: ['CP-9'] } }
    await assert.rejects(startCampaign(ctx, nobody), { code: 'conflict' })
    assert.deepEqual(await ctx.campaigns.list(), [])
  })

  test('S22: a campaign takes registered firmware only, and what is given up is taken back where it was not sent', async (t) => {
    const { ctx, chargers } = await fleet(t, 1)
    await assert.rejects(startCampaign(ctx, { name: 'x', firmwareId: 99, selection: everyone, plan }), {
      code: 'not_found',
    })
    const firmware = await register(ctx, '2.0.0')
    await chargers[0]!.close()
    const campaign = await startCampaign(ctx, { name: 'x', firmwareId: firmware.id, selection: everyone, plan })
    await changeCampaign(ctx, campaign.id, 'cancelled')
    assert.deepEqual(await statesOf(ctx, campaign), ['CP-1 1 skipped'])
    await assert.rejects(changeCampaign(ctx, campaign.id, 'running'), { code: 'conflict' })
    await assert.rejects(undoCampaign(ctx, campaign.id), { code: 'conflict' })
  })
})
