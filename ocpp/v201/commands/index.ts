import type { CommandRequest } from '#core/commands/command.ts'
import type { Command } from '../command.ts'
import type { Calls } from '../messages.ts'
import { availability } from './availability.ts'
import { reset } from './reset.ts'
import { start } from './start.ts'
import { stop } from './stop.ts'
import { trigger } from './trigger.ts'
import { unlock } from './unlock.ts'

/** Every command of the core in the words of 2.0.1. */
export const commands: { [Kind in CommandRequest['kind']]: Command<Kind, keyof Calls> } = {
  availability,
  reset,
  start,
  stop,
  trigger,
  unlock,
}
