import type { Command } from '#core/commands/command.ts'

/** What an answer to a profile means: a yes, a no to this one, not knowing the message at all, or nothing. */
export function answerStatus(
  response: { status: string } | null,
  { state, reason }: Pick<Command, 'state' | 'reason'>,
): 'accepted' | 'refused' | 'unable' | 'unknown' {
  if (response) return response.status === 'Accepted' ? 'accepted' : 'refused'
  if (state !== 'refused') return 'unknown'
  return /^Not(Implemented|Supported)/.test(reason ?? '') ? 'unable' : 'refused'
}
