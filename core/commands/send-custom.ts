import { Problem } from '../errors.ts'
import type { Command, CommandError } from './command.ts'
import { sendCommand } from './send-command.ts'

/** What became of a message that was sent word for word: an answer or the reason why there is none. */
export type CustomOutcome = { success: boolean; response: object | null; error: CommandError | null }

/**
 * Sends a charger a message of its own OCPP version, word for word: an operator's explicit override, and audited as one.
 *
 * It succeeds when the charger answers with a result that fits its schema, whatever that says. A charger that is not connected is a Problem.
 */
export async function sendCustom(
  ctx: Parameters<typeof sendCommand>[0],
  identity: string,
  { action, payload, withinSeconds }: { action: string; payload: object; withinSeconds: number },
): Promise<CustomOutcome> {
  const request = { kind: 'custom', action, payload } as const
  const command = await sendCommand(ctx, identity, request, { deadlineSeconds: withinSeconds })
  if (command.state === 'offline') throw new Problem('charger_offline', 'The charger is not connected.')
  const { response, error } = command
  if (response !== null && error === null) return { success: true, response, error }
  // An answer that breaks its schema is told with what is wrong with it (F-04).
  return { success: false, response, error: error ?? errorOf(command) }
}

/** No answer came: it timed out at the charger, or it was never sent. */
function errorOf({ state, reason }: Command): CommandError {
  const isSilent = state === 'timed_out' || state === 'expired' || state === 'sent' || state === 'queued'
  if (isSilent) return { code: 'Timeout', description: reason ?? 'The charger did not answer in time.', details: {} }
  return { code: 'Refused', description: reason ?? 'The message was not sent.', details: {} }
}
