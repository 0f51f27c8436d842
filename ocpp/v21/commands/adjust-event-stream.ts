import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** How often a stream is sent, or after how many values (N14). */
export const adjustEventStream: Command<'adjust-event-stream', 'AdjustPeriodicEventStream'> = {
  action: 'AdjustPeriodicEventStream',
  needsCharger: false,
  call: ({ stream, intervalSeconds, values }) => ({
    id: stream,
    params: {
      ...(intervalSeconds === null ? {} : { interval: intervalSeconds }),
      ...(values === null ? {} : { values }),
    },
  }),
  read: readStatus,
}
