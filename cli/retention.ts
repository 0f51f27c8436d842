import type { Retention, RetentionChange, RetentionName } from '#server/retention-settings.ts'
import { type Command, UsageError, wholeNumber } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const retention: Command = {
  name: 'retention',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show and set how long things are kept.',
  details: [
    'In days; 0 keeps for ever, "default" goes back to the default. What an environment variable sets is changed there.',
    'The server removes what is past its time every six hours. Sessions are always kept.',
  ],
  examples: ['voltyard retention', 'voltyard retention --message-log 14 --dry-run', 'voltyard retention --now'],
  options: {
    'message-log': { value: 'DAYS', description: 'Messages between chargers and server.' },
    'status-reports': { value: 'DAYS', description: 'Status history of the connectors.' },
    'link-changes': { value: 'DAYS', description: 'History of connections and disconnections.' },
    readings: { value: 'DAYS', description: 'Meter readings.' },
    commands: { value: 'DAYS', description: 'Commands, and the reports and updates that came of them.' },
    events: { value: 'DAYS', description: 'Events that chargers told of.' },
    steering: { value: 'DAYS', description: 'Decisions of smart charging, and what chargers were granted.' },
    'dry-run': { description: 'Change nothing; say how many rows would be removed.' },
    now: { description: 'Remove at once what is past its time.' },
    data: serverOptions.data!,
  },
  async run(input, terminal) {
    const change = changeOf(input.options)
    const { 'dry-run': dryRun, now } = input.options
    if (dryRun && now) throw new UsageError('--dry-run and --now do not go together.')
    const ask = (operation: string, args: object) => operate({ operation, args }, input, terminal)

    if (dryRun) {
      const preview = (await ask('retention.preview', change)) as { retention: Retention; removes: Rows }
      const lines = [...rowsOf(preview.retention), '', ...counted('would be removed', preview.removes)]
      terminal.out(input.json ? JSON.stringify(preview) : lines.join('\n'))
      return 0
    }
    const isChange = Object.keys(change).length > 0
    const kept = (await ask(isChange ? 'retention.write' : 'retention.read', change)) as Retention
    const removed = now ? ((await ask('retention.apply', {})) as { removed: Rows | null }).removed : undefined
    const lines = [...rowsOf(kept), ...(removed === undefined ? [] : ['', ...outcome(removed)])]
    terminal.out(input.json ? JSON.stringify({ retention: kept, ...(now && { removed }) }) : lines.join('\n'))
    return removed === null ? 1 : 0
  },
}

type Rows = { table: string; rows: number }[]

const names: Record<RetentionName, { option: string; label: string }> = {
  messageLogDays: { option: 'message-log', label: 'message log' },
  statusReportDays: { option: 'status-reports', label: 'status reports' },
  linkChangeDays: { option: 'link-changes', label: 'link changes' },
  readingDays: { option: 'readings', label: 'meter readings' },
  commandDays: { option: 'commands', label: 'commands' },
  eventDays: { option: 'events', label: 'events' },
  steeringDays: { option: 'steering', label: 'steering' },
}

function changeOf(options: Record<string, string | undefined>): RetentionChange {
  const days = Object.entries(names).map(([name, { option }]) => {
    const text = options[option]
    if (text === undefined) return [name, undefined]
    return [name, text === 'default' ? null : wholeNumber(`--${option}`, text)]
  })
  return given(Object.fromEntries(days))
}

function rowsOf(kept: Retention): string[] {
  return Object.entries(names).map(([name, { label }]) => {
    const { days, source } = kept[name as RetentionName]
    return `${label.padEnd(15)} ${(days === 0 ? 'for ever' : `${days} days`).padEnd(11)} (${sources[source]})`
  })
}

const sources = { environment: 'set in the environment', stored: 'set here', default: 'default' }

function outcome(removed: Rows | null): string[] {
  return removed === null
    ? ['Nothing was removed: a backup is under way. Try again after it.']
    : counted('removed', removed)
}

function counted(what: string, rows: Rows): string[] {
  return rows.length === 0
    ? [`Nothing ${what}.`]
    : rows.map(({ table, rows: count }) => `${count} rows of ${table} ${what}.`)
}
