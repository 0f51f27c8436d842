import type { SendHandler } from '../handle.ts'
import type { Sends } from '../messages.ts'
import { notifyPeriodicEventStream } from './notify-periodic-event-stream.ts'

/** The messages of a 2.1 charger that are never answered. */
export const sends: { [Action in keyof Sends]: SendHandler<Action> } = {
  NotifyPeriodicEventStream: notifyPeriodicEventStream,
}
