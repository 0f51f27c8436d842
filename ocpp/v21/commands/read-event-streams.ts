import type { Command } from '../command.ts'

export const readEventStreams: Command<'read-event-streams', 'GetPeriodicEventStream'> = {
  action: 'GetPeriodicEventStream',
  needsCharger: false,
  call: () => ({}),
  read: () => ({ state: 'accepted', reason: null }),
}
