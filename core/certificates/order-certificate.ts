import type { CertificatePurpose } from '../commands/requests/security.ts'
import type { ChargerRef, Uses } from '../context.ts'
import type { CertificateOrder } from './certificate-order.ts'
import { deliverCertificate } from './deliver-certificate.ts'
import { examineRequest } from './sign-charger-certificate.ts'

type Asked = Pick<CertificateOrder, 'csr' | 'purpose' | 'requestId' | 'way'>

type Used = Uses<
  | 'chargers'
  | 'certificates'
  | 'chargerLink'
  | 'chargerWork'
  | 'commands'
  | 'devices'
  | 'issuedCertificates'
  | 'log'
  | 'now'
  | 'settings'
  | 'transaction'
>

/**
 * Takes a charger's request for a certificate (A02, A03): whether it will be signed is answered at once, the certificate
 * comes later, whatever happens to the server meanwhile.
 *
 * A charger repeats itself until it has its certificate (A02.FR.17): the same key is the same order, and one that is
 * signed already is delivered again. The reason of a refusal is told, and to whoever watches as a fact.
 */
export async function orderCertificate(
  ctx: Used,
  charger: ChargerRef,
  asked: Asked,
): Promise<{ refused: string } | null> {
  const { csr, purpose, requestId, way } = asked
  const examined = await examineRequest(ctx, charger, csr, purpose)
  if ('refused' in examined) return refuse(ctx, charger, purpose, examined.refused)
  const { keyHash } = examined.request

  const known = await ctx.transaction(async (tx) => {
    const open = await tx.certificateOrders.findOpen(charger, purpose, keyHash)
    if (open) await tx.certificateOrders.renumber(open.errandId, requestId)
    return open && { ...open, requestId }
  })
  if (known) {
    if (known.chain !== null && !(await isOnItsWay(ctx, known)))
      await deliverCertificate(ctx, charger, { ...known, chain: known.chain })
    return null
  }

  const seconds = (count: number) => Math.round(count * ctx.settings.clockRate)
  const isTaken = await ctx.transaction(async (tx) => {
    const since = ctx.now().subtract({ seconds: seconds(3_600) })
    if ((await tx.certificateOrders.countSince(charger, since)) >= mostAnHour) return false
    const errand = await tx.errands.open(charger, {
      kind: 'certificate',
      asked: { purpose, commonName: examined.request.commonNames[0] ?? null, requestId },
      deadlineAt: ctx.now().add({ seconds: seconds(lastsSeconds) }),
    })
    await tx.certificateOrders.add(charger, { errandId: errand.id, csr, purpose, requestId, way, keyHash })
    return true
  })
  return isTaken ? null : refuse(ctx, charger, purpose, 'Too many requests for certificates in one hour.')
}

async function isOnItsWay(ctx: Pick<Used, 'commands'>, { commandId }: CertificateOrder): Promise<boolean> {
  const command = commandId === null ? null : await ctx.commands.find(commandId)
  return command?.state === 'queued' || command?.state === 'sent'
}

async function refuse(
  ctx: Pick<Used, 'chargerWork' | 'log'>,
  charger: ChargerRef,
  purpose: CertificatePurpose,
  refused: string,
): Promise<{ refused: string }> {
  ctx.log.warn({ chargerId: charger.id, purpose, reason: refused }, 'a request for a certificate was refused')
  await ctx.chargerWork(charger, (work) =>
    work.addFact({ kind: 'certificate.refused', subjectId: charger.id, body: { purpose, reason: refused } }),
  )
  return { refused }
}

// A charger that repeats itself with doubling waits, each time with another key, asks less often.
const mostAnHour = 10
const lastsSeconds = 24 * 3_600
