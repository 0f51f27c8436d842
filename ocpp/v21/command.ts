import type { CommandRequest } from '#core/commands/requests.ts'
import type { CommandTranslation } from '../dialect.ts'
import type { Calls } from './messages.ts'

/** A core command in the words of 2.1. */
export type Command<Kind extends CommandRequest['kind'], Action extends keyof Calls> = CommandTranslation<
  Kind,
  Calls[Action]['request'],
  Calls[Action]['response']
> & { action: Action }
