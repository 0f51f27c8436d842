import type { Context } from '#core/context.ts'
import type { ConnectedCharger } from '../connected-charger.ts'
import type { Messages, Sends } from './messages.ts'

/** Answers one call of a 2.1 charger. What it throws becomes a CALLERROR. */
export type Handler<Action extends keyof Messages> = (
  ctx: Context,
  charger: ConnectedCharger,
  request: Messages[Action]['request'],
) => Promise<Messages[Action]['response']>

/** Takes in a message that is never answered (J21 §4.2.4). */
export type SendHandler<Action extends keyof Sends> = (
  ctx: Context,
  charger: ConnectedCharger,
  message: Sends[Action],
) => Promise<void>
