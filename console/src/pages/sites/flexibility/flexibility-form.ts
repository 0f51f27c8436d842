import type { ActivationToMake, FlexibilityOffer, OfferToAsk } from '../../../../../api/console/wire/flexibility.ts'
import { amountOf, optionalAmount } from '../amount.ts'

/** A span as its form has it, in the browser's zone; '' at the beginning is now. */
export interface SpanForm extends Record<string, unknown> {
  from: string
  to: string
}

export interface ActivationForm extends SpanForm {
  high: string
  low: string
  reduction: string
  ramp: string
  by: string
}

const minute = 60_000

/** The span in milliseconds; null while it is none that the server takes. */
export function spanOf({ from, to }: SpanForm, nowMs: number): { fromMs: number; toMs: number } | null {
  const fromMs = from === '' ? nowMs : new Date(from).getTime()
  const toMs = new Date(to).getTime()
  const lengthMs = toMs - fromMs
  return lengthMs >= 5 * minute && lengthMs <= 24 * 60 * minute && fromMs > nowMs - minute ? { fromMs, toMs } : null
}

export function offerOf(form: SpanForm, nowMs: number): OfferToAsk {
  const { fromMs, toMs } = spanOf(form, nowMs)!
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }
}

/** What is sent of the form; of an offer only what it leaves open. */
export function activationOf(form: ActivationForm, offer: FlexibilityOffer | null): ActivationToMake {
  const by = form.by.trim()
  const rest = { rampSeconds: rampSecondsOf(form.ramp) ?? 0, ...(by === '' ? {} : { orderedBy: by }) }
  if (offer) return { ...rest, offerId: offer.id, reductionW: wattsOf(form.reduction) ?? null }
  return {
    ...rest,
    from: form.from === '' ? null : new Date(form.from).toISOString(),
    to: new Date(form.to).toISOString(),
    lowW: wattsOf(form.low) ?? null,
    highW: wattsOf(form.high) ?? 0,
  }
}

/** Kilowatts as typed; null: nothing was typed; undefined: it is no number. */
export function wattsOf(text: string): number | null | undefined {
  const kilowatts = optionalAmount(text)
  return kilowatts == null ? kilowatts : Math.round(kilowatts * 1_000)
}

/** Null while it is no number of minutes. */
export function rampSecondsOf(text: string): number | null {
  if (text.trim() === '') return 0
  const minutes = amountOf(text)
  return minutes === null ? null : Math.round(minutes * 60)
}
