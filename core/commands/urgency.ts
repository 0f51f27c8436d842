import type { CommandRequest } from './requests.ts'

/** What may overtake what: a driver waits for `interactive`, nobody waits for `bulk` (F-07). */
export type Urgency = 'interactive' | 'control' | 'config' | 'bulk'

/** How urgent a request is. Requests that people make are not told apart from those of programs. */
export function urgencyOf(kind: CommandRequest['kind']): Urgency {
  return interactive.has(kind) ? 'interactive' : control.has(kind) ? 'control' : bulk.has(kind) ? 'bulk' : 'config'
}

/** Whether asking twice is the same as asking once, so that it may be repeated when nobody knows what became of it. */
export function isRepeatable(kind: CommandRequest['kind']): boolean {
  return repeatable.has(kind)
}

/** What may be asked of a charger that is pending (B-01): configuration, reports, messages, certificates, firmware. */
export function isAllowedWhilePending(kind: CommandRequest['kind']): boolean {
  return !interactive.has(kind) && !control.has(kind) ? true : kind === 'reset' || kind === 'custom'
}

type Kinds = ReadonlySet<CommandRequest['kind']>

const interactive: Kinds = new Set([
  'start',
  'stop',
  'unlock',
  'reset',
  'availability',
  'custom',
  'reserve',
  'cancel-reservation',
  'web-payment-started',
  'request-battery-swap',
])
const control: Kinds = new Set([
  'transaction-status',
  'cost-updated',
  'show-final-cost',
  'show-price',
  'change-transaction-tariff',
  'limit',
  'clear-limit',
  'set-profile',
  'clear-profiles',
  'update-dynamic-schedule',
  'use-priority-charging',
  'afrr-signal',
  'allowed-energy-transfer',
  'set-der-control',
  'clear-der-control',
])
const bulk: Kinds = new Set(['send-local-list', 'read-device-model', 'read-report'])
const repeatable: Kinds = new Set([
  'change-settings',
  'trigger',
  'availability',
  'transaction-status',
  'cancel-reservation',
  'send-local-list',
  'read-local-list-version',
  'set-default-tariff',
  'get-tariffs',
  'limit',
  'clear-limit',
  'set-profile',
  'clear-profiles',
  'read-schedule',
  'update-dynamic-schedule',
  'use-priority-charging',
  'allowed-energy-transfer',
  'set-der-control',
  'clear-der-control',
  'deliver-certificate',
  'install-certificate',
  'list-certificates',
  'renew-certificate',
])
