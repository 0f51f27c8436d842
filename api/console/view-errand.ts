import type { Errand } from '#core/errands/errand.ts'
import { timeText } from './time-text.ts'
import type { ErrandView } from './wire/devices.ts'

/** An errand as the wire shows it. */
export function viewErrand({ requestId: _, campaignId: __, ...errand }: Errand): ErrandView {
  return {
    ...errand,
    createdAt: timeText(errand.createdAt),
    progressedAt: errand.progressedAt && timeText(errand.progressedAt),
    deadlineAt: timeText(errand.deadlineAt),
    endedAt: errand.endedAt && timeText(errand.endedAt),
  }
}
