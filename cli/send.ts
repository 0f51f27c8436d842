import type { CommandState } from '#core/commands/command.ts'
import type { CommandRequest } from '#core/commands/requests.ts'
import { type Input, type Option, type Terminal, wholeNumber } from './command.ts'
import { given, operateOnline, serverOptions } from './operate.ts'

/** Options of every command to a charger. */
export const sendOptions: Record<string, Option> = {
  deadline: { value: 'SECONDS', description: 'How long to wait for the charger; without it, 60.' },
  ...serverOptions,
}

/** Sends a command to the charger in the first word, waits for its end and shows it. Exit code 0 is "accepted". */
export async function send(request: CommandRequest, input: Input, terminal: Terminal): Promise<number> {
  const { deadline, tenant } = input.options
  const deadlineSeconds = deadline === undefined ? undefined : wholeNumber('--deadline', deadline)
  const args = given({ charger: input.words[0], request, deadlineSeconds, tenant })
  const ended = (await operateOnline({ operation: 'command.send', args }, input, terminal)) as Ended
  terminal.out(input.json ? JSON.stringify(ended) : show(ended))
  return ended.state === 'accepted' ? 0 : 1
}

type Ended = { id: number; charger: string; kind: string; state: CommandState; reason: string | null }

function show({ charger, kind, state, reason }: Ended): string {
  return `${charger}, ${kind}: ${states[state]}${reason === null ? '' : ` (${reason})`}`
}

const states: Record<CommandState, string> = {
  queued: 'not sent yet',
  sent: 'sent, no answer yet',
  accepted: 'accepted',
  refused: 'refused by the charger',
  timed_out: 'the charger did not answer',
  expired: 'not sent in time',
  cancelled: 'cancelled',
  offline: 'the charger is not connected',
}
