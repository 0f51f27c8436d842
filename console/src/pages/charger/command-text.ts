import type { TFunction } from 'i18next'
import type { CommandView } from '../../../../api/console/wire/chargers.ts'
import type { OcppWords } from '../../i18n/ocpp-words.ts'

const messages = [
  'BootNotification',
  'FirmwareStatusNotification',
  'Heartbeat',
  'LogStatusNotification',
  'MeterValues',
  'StatusNotification',
  'TransactionEvent',
] as const
const named = [
  'adjust-event-stream',
  'afrr-signal',
  'allowed-energy-transfer',
  'cancel-reservation',
  'change-password',
  'change-settings',
  'change-transaction-tariff',
  'clear-cache',
  'clear-der-control',
  'clear-limit',
  'clear-message',
  'clear-monitors',
  'clear-profile',
  'clear-profiles',
  'clear-tariffs',
  'cost-updated',
  'customer-information',
  'data-transfer',
  'delete-certificate',
  'deliver-certificate',
  'get-der-control',
  'get-log',
  'get-tariffs',
  'install-certificate',
  'limit',
  'list-certificates',
  'publish-firmware',
  'read-device-model',
  'read-event-streams',
  'read-local-list-version',
  'read-messages',
  'read-monitors',
  'read-profiles',
  'read-report',
  'read-schedule',
  'read-settings',
  'renew-certificate',
  'request-battery-swap',
  'reserve',
  'send-local-list',
  'set-default-tariff',
  'set-der-control',
  'set-monitoring-base',
  'set-monitoring-level',
  'set-monitors',
  'set-network-profile',
  'set-profile',
  'set-security-profile',
  'show-final-cost',
  'show-message',
  'show-price',
  'transaction-status',
  'unpublish-firmware',
  'update-dynamic-schedule',
  'update-firmware',
  'web-payment-started',
] as const
const doors = ['console', 'depot', 'cli', 'job', 'ocpp'] as const

/** What was asked for: `Start with card 04A2…`. */
export function commandTitle(t: TFunction<'charger'>, { kind, params }: Pick<CommandView, 'kind' | 'params'>): string {
  switch (kind) {
    case 'start': {
      const card = params.card ?? params.tokenUid
      return typeof card === 'string' ? t('commands.kind.startCard', { card }) : t('commands.kind.start')
    }
    case 'stop':
      return t('commands.kind.stop')
    case 'reset':
      return t(params.mode === 'hard' ? 'commands.kind.resetHard' : 'commands.kind.resetSoft')
    case 'unlock':
      return t('commands.kind.unlock')
    case 'availability':
      return t(params.operative === false ? 'commands.kind.inoperative' : 'commands.kind.operative')
    case 'trigger': {
      const known = messages.find((message) => message === params.message)
      const message = known ? t(`trigger.${known}`) : String(params.message ?? '')
      return t('commands.kind.trigger', { message })
    }
    case 'use-priority-charging':
      return t(
        params.activate === false ? 'commands.named.end-priority-charging' : 'commands.named.use-priority-charging',
      )
    case 'custom':
      return t('commands.kind.custom', { action: String(params.action ?? '') })
    default: {
      const known = named.find((one) => one === kind)
      return known ? t(`commands.named.${known}`) : kind
    }
  }
}

/** How it ended or how far it is, in a word, and why in a sentence where there is more to say. */
export function outcomeText(
  t: TFunction<'charger'>,
  words: Pick<OcppWords, 'answer'>,
  { kind, state, reason }: Pick<CommandView, 'kind' | 'state' | 'reason'>,
): { word: string; why: string | null } {
  const word = t(`commands.state.${state}`)
  switch (state) {
    case 'queued':
    case 'sent':
      return { word, why: null }
    case 'accepted':
      // Whatever the charger said: what it means is for whoever wrote the message.
      if (kind === 'custom') return { word: t('commands.answered'), why: null }
      return { word, why: explained(words, reason) ?? (kind === 'start' ? t('commands.meaning.acceptedStart') : null) }
    case 'refused':
      return { word, why: explained(words, reason) }
    default:
      return { word, why: t(`commands.meaning.${state}`) }
  }
}

/** The door a command came through, and who asked. */
export function askedBy(
  t: TFunction<'charger'>,
  { requestedBy, door }: Pick<CommandView, 'requestedBy' | 'door'>,
): string {
  const known = doors.find((each) => each === door)
  if (known === undefined || known === 'console') return t('commands.by', { who: requestedBy })
  return t('commands.byDoor', { who: requestedBy, door: t(`commands.door.${known}`) })
}

// `Rejected: Busy` is the answer's word and the charger's own detail.
function explained(words: Pick<OcppWords, 'answer'>, reason: string | null): string | null {
  if (reason === null) return null
  const [word = '', ...detail] = reason.split(': ')
  const meaning = words.answer(word)
  if (meaning === null) return reason
  return detail.length === 0 ? meaning : `${meaning} (${detail.join(': ')})`
}
