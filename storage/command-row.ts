import type { Command, CommandError, CommandState } from '#core/commands/command.ts'
import type { CommandRequest } from '#core/commands/requests.ts'
import type { ChargerRef } from '#core/context.ts'

export const commandColumns = [
  'id',
  'kind',
  'params',
  'state',
  'reason',
  'created_at',
  'deadline_at',
  'sent_at',
  'ended_at',
  'requested_by',
  'door',
  'waits',
  'attempts',
  'action',
  'response',
  'error',
] as const

/** An operator's own message may carry a secret; of one that was never sent only its name is kept. */
export const paramsWhenUnsent = `case kind when 'custom' then json_build_object('action', params->>'action') else params end`

export type CommandRow = {
  id: number
  kind: string
  params: unknown
  state: string
  reason: string | null
  created_at: Temporal.Instant
  deadline_at: Temporal.Instant
  sent_at: Temporal.Instant | null
  ended_at: Temporal.Instant | null
  requested_by: string
  door: string
  waits: boolean
  attempts: number
  action: string | null
  response: unknown
  error: unknown
}

export function commandFrom(row: CommandRow, charger: ChargerRef): Command {
  return {
    id: row.id,
    charger,
    request: { kind: row.kind, ...(row.params as object) } as CommandRequest,
    state: row.state as CommandState,
    reason: row.reason,
    createdAt: row.created_at,
    deadlineAt: row.deadline_at,
    sentAt: row.sent_at,
    endedAt: row.ended_at,
    requestedBy: row.requested_by,
    door: row.door,
    waits: row.waits,
    attempts: row.attempts,
    action: row.action,
    response: row.response as object | null,
    error: row.error as CommandError | null,
  }
}
