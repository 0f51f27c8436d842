import { certificateFrom, installedFrom } from '#core/certificates/installed-certificate.ts'
import type { IssuedCertificate } from '#core/certificates/issued-certificate.ts'
import type { Charger } from '#core/chargers/charger.ts'
import type { CommandRequest } from '#core/commands/requests.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import { requireConfirmed } from './check-access.ts'
import { viewCommand } from './live/view-command.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import {
  CertificatesToRead,
  CertificateToDelete,
  CertificateToRenew,
  ChargerCertificates,
  RootToInstall,
} from './wire/certificates.ts'
import { CommandView } from './wire/chargers.ts'

/** The certificates in a charger and those that were signed for it, and what can be asked of it about them. */
export const certificates: ConsoleRoute = async (app) => {
  app.get(
    '/chargers/:id/certificates',
    { schema: { params: ChargerParams, response: { 200: ChargerCertificates } }, config: { role: 'viewer' } },
    async (request) => {
      const { ctx } = request
      const { id } = await chargerOf(request, request.params.id)
      const [installed, issued] = await Promise.all([
        ctx.devices.installed(id, 'certificate'),
        ctx.issuedCertificates.list(id),
      ])
      return {
        installed: installed.map((item) => {
          const { use, hash, subject, notAfter } = installedFrom(item)
          return { use, hash, subject, notAfter, source: item.source, at: timeText(item.at) }
        }),
        issued: issued.map(viewIssued),
      }
    },
  )

  app.post(
    '/chargers/:id/certificates/read',
    {
      schema: { params: ChargerParams, body: CertificatesToRead, response: { 202: CommandView } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const charger = await chargerOf(request, request.params.id)
      const asked = { kind: 'list-certificates', use: request.body.use ?? null } as const
      return reply.code(202).send(await ask(request.ctx, charger, asked))
    },
  )

  app.post(
    '/chargers/:id/certificates/renew',
    {
      schema: { params: ChargerParams, body: CertificateToRenew, response: { 202: CommandView } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const charger = await chargerOf(request, request.params.id)
      const asked = { kind: 'renew-certificate', certificate: request.body.certificate ?? 'charger' } as const
      return reply.code(202).send(await ask(request.ctx, charger, asked))
    },
  )

  app.post(
    '/chargers/:id/certificates/install',
    {
      schema: { params: ChargerParams, body: RootToInstall, response: { 202: CommandView } },
      config: { role: 'administrator', dangerous: true },
    },
    async (request, reply) => {
      const charger = await chargerOf(request, request.params.id)
      const { use } = request.body
      const pem = request.body.pem ?? (await request.ctx.certificates.roots())[0] ?? ''
      if (certificateFrom(pem) === null) {
        throw new Problem('invalid_value', 'This is not the PEM of one certificate.', { subject: 'pem' })
      }
      return reply.code(202).send(await ask(request.ctx, charger, { kind: 'install-certificate', use, pem }))
    },
  )

  app.post(
    '/chargers/:id/certificates/delete',
    {
      schema: { params: ChargerParams, body: CertificateToDelete, response: { 202: CommandView } },
      config: { role: 'administrator' },
    },
    async (request, reply) => {
      const { hash, insists = false } = request.body
      if (insists) requireConfirmed(request)
      const charger = await chargerOf(request, request.params.id)
      const asked = { kind: 'delete-certificate', hash, isConfirmed: insists } as const
      return reply.code(202).send(await ask(request.ctx, charger, asked))
    },
  )
}

async function ask(ctx: Context, { identity }: Charger, request: CommandRequest) {
  return viewCommand(await sendCommand(ctx, identity, request, { wait: false, deadlineSeconds: 120 }))
}

function viewIssued({ charger: _, chain: __, ...issued }: IssuedCertificate) {
  return {
    ...issued,
    notBefore: timeText(issued.notBefore),
    notAfter: timeText(issued.notAfter),
    issuedAt: timeText(issued.issuedAt),
    revokedAt: issued.revokedAt && timeText(issued.revokedAt),
  }
}
