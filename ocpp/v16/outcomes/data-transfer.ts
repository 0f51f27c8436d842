import { plugAndCharge } from '#core/certificates/deliver-certificate.ts'
import { takeCertificateAnswer } from '#core/certificates/take-certificate-answer.ts'
import { noteRefused, type PriceMessage, priceMessages } from '#core/tariffs/refused-displays.ts'
import { costVendor } from '../../cost-vendor.ts'
import { isUnsupported } from '../../unsupported.ts'
import type { Outcome } from '../outcome.ts'

type About = Parameters<Outcome<'DataTransfer'>>

/** What the answers of chargers to the vendors' messages mean that we send. */
export const dataTransfer: Outcome<'DataTransfer'> = async (...about) => {
  const [, , { request }] = about
  if (request.vendorId === costVendor) return takePriceAnswer(...about)
  if (request.vendorId === plugAndCharge && request.messageId === 'CertificateSigned') return takeChain(...about)
}

/** Plug & Charge: how the charger took the certificate that it shows to vehicles. */
async function takeChain(...[ctx, charger, { request, response }]: About): Promise<void> {
  if (response === null) return
  const chain = textOf(request.data, 'certificateChain')
  if (chain === null) return
  const status = textOf(response.data, 'status') ?? response.status
  const outcome = response.status === 'Accepted' && status === 'Accepted' ? 'accepted' : 'rejected'
  await takeCertificateAnswer(ctx, charger, { chain, purpose: null }, { outcome, reason: status })
}

/**
 * California pricing: what a charger does not take it is not sent again until it connects anew; nothing at all when it
 * does not know whose messages these are. A cost that was rejected because its session had just ended says nothing.
 */
async function takePriceAnswer(...[ctx, charger, { command, request, response, ending }]: About): Promise<void> {
  const message = priceMessages.find((one) => one === request.messageId)
  const answer = response?.status ?? (isUnsupported(ending) ? ending.reason! : null)
  if (!message || answer === null || answer === 'Accepted') return
  if (answer === 'Rejected' && command.request.kind === 'cost-updated') {
    const { sessionId } = command.request
    const runs = await ctx.chargerWork(charger, (work) =>
      work.sessions.open().some(({ id, state }) => id === sessionId && state === 'active'),
    )
    if (!runs) return
  }
  const isOne = answer === 'Rejected' || answer === 'UnknownMessageId'
  const messages: readonly PriceMessage[] = isOne ? [message] : priceMessages
  await noteRefused(ctx, charger, { messages, answer })
}

function textOf(json: string | undefined, member: string): string | null {
  try {
    const value = (JSON.parse(json ?? 'null') as Record<string, unknown> | null)?.[member]
    return typeof value === 'string' ? value : null
  } catch {
    return null
  }
}
