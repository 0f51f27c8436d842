import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import { componentOf } from '../places.ts'

export const readMonitors: Command<'read-monitors', 'GetMonitoringReport'> = {
  action: 'GetMonitoringReport',
  needsCharger: false,
  call: ({ requestId, places }) => ({
    requestId,
    ...(places.length === 0 ? {} : { componentVariable: places.map(componentOf) as [Asked, ...Asked[]] }),
  }),
  read(answer) {
    // There is nothing to report: an answer, not a refusal (N02.FR.09).
    return answer.status === 'EmptyResultSet' ? { state: 'accepted', reason: 'EmptyResultSet' } : readStatus(answer)
  },
}

type Asked = ReturnType<typeof componentOf>
