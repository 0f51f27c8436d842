import type { TSchema } from 'typebox'
import { Check, Errors } from 'typebox/value'
import { Problem } from '#core/errors.ts'
import { answerPresystem } from '#core/vdv463/answer-presystem.ts'
import type { VdvAction, VdvEnvelope } from '#core/vdv463/message.ts'
import type { Admitted } from './admit-presystem.ts'
import { BootNotification, Envelope, ProvideChargingRequests } from './schema.ts'
import type { Telling } from './tell-presystem.ts'

/** What is answered to one message as text; null: nothing. `unreadable`: it is no message of VDV 463. */
export async function answerMessage(
  { ctx, siteId }: Admitted,
  telling: Telling,
  text: string,
): Promise<VdvEnvelope | null | 'unreadable'> {
  const message = readEnvelope(text)
  if (!message) return 'unreadable'
  if (message[0] !== 1) {
    telling.answered(message)
    return null
  }
  try {
    const fault = faultIn(message)
    return fault ? refused(message, fault, ctx.now()) : await answerPresystem(ctx, siteId, message)
  } catch (error) {
    if (error instanceof Problem) return refused(message, error.message, ctx.now())
    ctx.log.error({ err: error, action: message[5] }, 'a message of a planning system failed')
    return refused(message, 'The message could not be handled.', ctx.now())
  }
}

const payloads: Partial<Record<VdvAction, TSchema>> = { BootNotification, ProvideChargingRequests }

function readEnvelope(text: string): VdvEnvelope | null {
  try {
    const read: unknown = JSON.parse(text)
    return Check(Envelope, read) ? (read as VdvEnvelope) : null
  } catch {
    return null
  }
}

function faultIn([, , , , , action, payload]: VdvEnvelope): string | null {
  const schema = payloads[action]
  if (!schema || Check(schema, payload)) return null
  const [first] = Errors(schema, payload)
  return `${first?.instancePath || 'the payload'} ${first?.message ?? 'is not as VDV 463 says'}`
}

function refused([, , presystemId, , messageId, action]: VdvEnvelope, why: string, now: Temporal.Instant): VdvEnvelope {
  return [3, 'CMS', presystemId, now.toString({ fractionalSecondDigits: 3 }), messageId, action, { errorMessage: why }]
}
