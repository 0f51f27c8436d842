import type { Context } from '#core/context.ts'
import type { ConnectedCharger } from '../connected-charger.ts'
import type { Messages } from './messages.ts'

/** Answers one call of a 2.0.1 charger. What it throws becomes a CALLERROR. */
export type Handler<Action extends keyof Messages> = (
  ctx: Context,
  charger: ConnectedCharger,
  request: Messages[Action]['request'],
) => Promise<Messages[Action]['response']>
