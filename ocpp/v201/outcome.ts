import type { Outcome as AnyOutcome } from '../dialect.ts'
import type { Calls } from './messages.ts'

/** What follows from a charger's answer to this call. */
export type Outcome<Action extends keyof Calls> = AnyOutcome<Calls[Action]['request'], Calls[Action]['response']>
