import type { FoundMessage } from '#core/live/message-log.ts'
import type { CommandView, LoadPoint, Message } from '../wire/chargers.ts'
import type { SessionRow } from '../wire/sessions.ts'
import type { StreamEvents } from '../wire/stream.ts'

/** One thing that changed, as the streams pass it on. A charger's row is taken when it is sent, not when it changed. */
export type Change =
  | { kind: 'charger'; chargerId: number }
  | { kind: 'session'; row: SessionRow }
  | { kind: 'command'; view: CommandView }
  | { kind: 'reading'; chargerId: number; reading: LiveReading }
  | { kind: 'message'; chargerId: number; logged: FoundMessage; message: Message }
  | { kind: 'load'; point: LoadPoint }

export type LiveReading = StreamEvents['readings']['readings'][number]
