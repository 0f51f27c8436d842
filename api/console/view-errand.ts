import type { Errand } from '#core/errands/errand.ts'
import { timeText } from './time-text.ts'
import type { ErrandView } from './wire/devices.ts'

/**
 * An errand as the wire shows it. What a charger keeps of a customer is for those who may ask for it, and only when they
 * look at that errand (N09).
 */
export function viewErrand(
  { requestId: _, campaignId: __, ...errand }: Errand,
  { showsCustomer = false } = {},
): ErrandView {
  return {
    ...errand,
    result: errand.kind === 'customer-information' && !showsCustomer ? null : errand.result,
    createdAt: timeText(errand.createdAt),
    progressedAt: errand.progressedAt && timeText(errand.progressedAt),
    deadlineAt: timeText(errand.deadlineAt),
    endedAt: errand.endedAt && timeText(errand.endedAt),
  }
}
