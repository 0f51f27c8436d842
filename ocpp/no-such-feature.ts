import type { Command } from '#core/commands/command.ts'

/** Whether a charger has said, by an error, that it does not know this message at all. */
export function saysNoSuchFeature({ state, reason }: Pick<Command, 'state' | 'reason'>): boolean {
  return state === 'refused' && /^(NotSupported|NotImplemented)\b/.test(reason ?? '')
}
