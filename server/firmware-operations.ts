import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { Type } from 'typebox'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { changeCampaign, undoCampaign } from '#core/firmware/change-campaign.ts'
import { registerFirmwareFile } from '#core/firmware/register-firmware.ts'
import { previewCampaign, startCampaign } from '#core/firmware/start-campaign.ts'
import type { Config } from './config.ts'
import { type Operations, operation } from './operation.ts'

type FirmwareWorld = { contextFor(tenantSlug: string | undefined): Promise<Context>; config: Pick<Config, 'files'> }

/** Firmware and campaigns from the command line. */
export function firmwareOperations({ contextFor, config }: FirmwareWorld): Operations {
  return {
    // The server reads the file: only its own user, or root, opens the admin socket.
    'firmware.add': operation(Add, async ({ tenant, path, signingCertificate, signature, ...told }) => {
      const ctx = await contextFor(tenant)
      const isFile = isAbsolute(path) && (await stat(path).catch(() => null))?.isFile()
      if (!isFile) throw new Problem('invalid_value', `The server cannot read ${path}.`, { subject: 'path' })
      const signing = signingCertificate && signature ? { certificate: signingCertificate, signature } : null
      const { id, version } = await registerFirmwareFile(
        ctx,
        { vendor: null, model: null, note: '', ...told, signing },
        {
          name: path,
          content: createReadStream(path),
          mostBytes: config.files.largestFirmwareMegabytes * 1024 * 1024,
        },
      )
      return { id, version }
    }),

    'firmware.list': operation(Whose, async ({ tenant }) => {
      const ctx = await contextFor(tenant)
      return {
        firmware: (await ctx.firmware.list()).map(({ id, vendor, model, version, sha256, signing, retiredAt }) => ({
          ...{ id, vendor, model, version },
          sha256: sha256.toString('hex'),
          isSigned: signing !== null,
          isRetired: retiredAt !== null,
        })),
      }
    }),

    'campaign.start': operation(Start, async ({ tenant, dryRun, name, firmwareId, plan, ...selection }) => {
      const ctx = await contextFor(tenant)
      const outline = {
        firmwareId,
        selection: { identities: null, vendor: null, model: null, firmware: null, ...selection },
        plan: { stopAtFailurePercent: 20, waveHours: 24, installAt: null, ...plan },
      }
      const { waves, left, atOnce, mostAtOnce } = await previewCampaign(ctx, outline)
      if (dryRun) return { id: null, waves, left, atOnce, mostAtOnce }
      const { id } = await startCampaign(ctx, { name, ...outline })
      return { id, waves, left, atOnce, mostAtOnce }
    }),

    'campaign.list': operation(Whose, async ({ tenant }) => {
      const ctx = await contextFor(tenant)
      const campaigns = []
      for (const { id, name, state, reason } of await ctx.campaigns.list()) {
        const chargers: Record<string, number> = {}
        for (const member of await ctx.campaigns.members(id)) {
          chargers[member.state] = (chargers[member.state] ?? 0) + 1
        }
        campaigns.push({ id, name, state, reason, chargers })
      }
      return { campaigns }
    }),

    'campaign.change': operation(Change, async ({ tenant, id, state }) => {
      const campaign = await changeCampaign(await contextFor(tenant), id, state)
      return { id, name: campaign.name, state: campaign.state }
    }),

    'campaign.undo': operation(Undo, async ({ tenant, id }) => {
      const { campaigns, left } = await undoCampaign(await contextFor(tenant), id)
      return { campaigns: campaigns.map(({ id, name }) => ({ id, name })), left }
    }),
  }
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Id = Type.Integer({ minimum: 1 })
const Whose = Type.Object({ tenant }, closed)
const Add = Type.Object(
  {
    tenant,
    path: Text(4_000),
    version: Text(50),
    sha256: Text(64),
    vendor: Type.Optional(Text(100)),
    model: Type.Optional(Text(100)),
    signingCertificate: Type.Optional(Text(5_500)),
    signature: Type.Optional(Text(800)),
  },
  closed,
)
const Start = Type.Object(
  {
    tenant,
    dryRun: Type.Optional(Type.Boolean()),
    name: Text(100),
    firmwareId: Id,
    identities: Type.Optional(Type.Array(Text(100))),
    vendor: Type.Optional(Text(100)),
    model: Type.Optional(Text(100)),
    plan: Type.Object(
      {
        waves: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 50 }),
        stopAtFailurePercent: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
      },
      closed,
    ),
  },
  closed,
)
const Change = Type.Object(
  { tenant, id: Id, state: Type.Union([Type.Literal('running'), Type.Literal('paused'), Type.Literal('cancelled')]) },
  closed,
)
const Undo = Type.Object({ tenant, id: Id }, closed)
