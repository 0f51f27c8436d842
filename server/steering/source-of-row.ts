import type { EffectiveLimit } from '#core/circuits/effective-limit.ts'
import type { Row } from '#core/dispatch/row.ts'
import type { SourceView } from '#core/steering/site-view.ts'

/**
 * What makes the limit of a row what it is. While a meter is not believed that is what sessions behind the row are told,
 * and its value is what remains beside the load that is assumed.
 */
export function sourceOf(
  { reason, boundBy, limit, base }: Row,
  { binding }: Pick<EffectiveLimit, 'binding'>,
): SourceView {
  if (reason !== 'meter_fallback') return binding
  const said = { author: null, reason: null, from: null, to: null, isFallback: false }
  return { ...binding, ...said, kind: 'meter-loss', id: boundBy, limitId: null, value: Math.max(0, limit - base) }
}
