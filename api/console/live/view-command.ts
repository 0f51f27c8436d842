import type { Command } from '#core/commands/command.ts'
import { timeText } from '../time-text.ts'
import type { CommandView } from '../wire/chargers.ts'

/** A command as the wire shows it. */
export function viewCommand(command: Command): CommandView {
  const { kind, ...params } = command.request
  return {
    id: command.id,
    chargerId: command.charger.id,
    kind,
    // What a message says is shown once it has been sent: its secrets are masked then.
    params: kind === 'custom' && command.endedAt === null ? { action: command.request.action } : paramsOf(params),
    state: command.state,
    reason: command.reason,
    requestedBy: command.requestedBy,
    door: command.door,
    waits: command.waits,
    attempts: command.attempts,
    action: command.action,
    createdAt: timeText(command.createdAt),
    sentAt: command.sentAt && timeText(command.sentAt),
    deadlineAt: timeText(command.deadlineAt),
    endedAt: command.endedAt && timeText(command.endedAt),
  }
}

/** Tokens are called cards here. */
function paramsOf(params: object & { tokenUid?: string | null }): Record<string, unknown> {
  const { tokenUid, ...others } = withoutCredentials(params)
  return tokenUid === undefined ? others : { ...others, card: tokenUid }
}

/** Addresses for firmware and logs may carry a user and a password. */
function withoutCredentials<T extends object>(params: T): T {
  return JSON.parse(JSON.stringify(params), (_, value) =>
    typeof value === 'string' ? value.replace(/(:\/\/)[^\s/@]+@/g, '$1***@') : value,
  )
}
