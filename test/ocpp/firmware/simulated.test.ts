import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { requestLog } from '#core/files/request-log.ts'
import { registerFirmwareFile } from '#core/firmware/register-firmware.ts'
import { startCampaign } from '#core/firmware/start-campaign.ts'
import { contextOf, errandOf } from '../../support/firmware-bench.ts'
import { simulatedSite } from '../../support/simulated-site.ts'
import { eventually } from '../../support/system.ts'

const image = Buffer.from('firmware of a simulated charger')

async function* once(bytes: Buffer) {
  yield bytes
}

describe('firmware of simulated chargers', { concurrency: 3 }, () => {
  for (const version of ['1.6', '2.0.1', '2.1'] as const) {
    test(`a simulated ${version} charger fetches its firmware from us in a campaign, and sends us its log`, async (t) => {
      const site = await simulatedSite(t, { rate: 20 })
      const ctx = contextOf(site.system)
      await site.charger(version)
      const { id } = (await ctx.chargers.find('CP-1'))!
      const sha256 = createHash('sha256').update(image).digest('hex')
      const told = { vendor: 'Voltyard', model: 'Simulated', version: '2.4.1', sha256, signing: null, note: '' }
      const file = { name: 'charger.bin', content: once(image), mostBytes: 1_000 }
      const firmware = await registerFirmwareFile(ctx, told, file)
      const selection = { identities: null, vendor: null, model: null, firmware: null }
      const plan = { waves: [1], stopAtFailurePercent: 0, waveHours: 24, installAt: null }
      await eventually(
        async () => (await ctx.campaigns.subjects())[0]?.firmware,
        (told) => told === '1.0.0',
      )
      const campaign = await startCampaign(ctx, { name: 'All', firmwareId: firmware.id, selection, plan })
      const ended = await eventually(
        async () => (await ctx.campaigns.find(campaign.id))!,
        ({ state }) => state !== 'running',
        60_000,
      )
      assert.equal(ended.state, 'done', JSON.stringify(await ctx.campaigns.members(campaign.id)))
      assert.equal((await ctx.campaigns.members(campaign.id))[0]?.state, 'done')
      assert.equal((await ctx.campaigns.subjects())[0]?.firmware, '2.4.1')

      await eventually(
        async () => (await ctx.campaigns.subjects())[0]?.isConnected,
        (isConnected) => isConnected === true,
        20_000,
      )
      await requestLog(ctx, 'CP-1', { log: 'security', from: null, to: null, target: null })
      const errand = await errandOf(ctx, id, 'log', ({ state }) => state !== 'open')
      assert.equal(errand.state, 'done')
      // The file may be here before what the charger calls it.
      const [log] = await eventually(
        () => ctx.files.ofCharger(id, 5),
        ([file]) => file?.name !== 'CP-1.log',
      )
      assert.match(log?.name ?? '', /^CP-1-security-\d+\.log$/)
      assert.ok(log!.size > 0)
      site.frames.assertClean()
    })
  }
})
