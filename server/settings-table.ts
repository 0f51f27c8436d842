import { eachSetting, settings } from './config.ts'
import type { Setting } from './setting.ts'

/** `docs/settings.md`, made from the schema. `node server/settings-table.test.ts --write` writes it anew. */
export function settingsTable(): string {
  const parts = Object.entries(titles).map(([group, title]) => {
    const rows = [...eachSetting(settings[group as keyof typeof settings])].map(rowOf)
    return `## ${title}\n\n${table(['Variable', 'Default', 'Allowed', 'Meaning'], rows)}\n`
  })
  return `${introduction}\n${parts.join('\n')}`
}

const titles: Record<keyof typeof settings, string> = {
  http: 'Server',
  data: 'Data',
  log: 'Log',
  ocpp: 'Chargers',
  tls: 'TLS for chargers',
  certificates: 'Certificates of chargers',
  depot: 'Depot API',
  platform: 'Platform API',
  console: 'Console',
  files: 'Files and firmware',
  weather: 'Weather',
  meters: 'Meters of circuits',
  sessions: 'Sessions',
  retention: 'Retention',
}

const introduction = `# Settings

<!-- Made from server/config.ts by \`node server/settings-table.test.ts --write\`. -->

The server is set up by environment variables, and needs none of them. A value that is not allowed, an empty one, or a
variable beginning with \`VOLTYARD_\` that is not listed here stops the start with a sentence that names it. A flag of
\`voltyard start\` wins over its variable.
`

function rowOf(setting: Setting<unknown>): string[] {
  const flag = setting.flag ? ` (\`--${setting.flag}\`)` : ''
  const description = setting.secret ? `${setting.description} Secret.` : setting.description
  return [`\`${setting.variable}\`${flag}`, defaultOf(setting), setting.allowed, description]
}

// Aligned as the formatter of the repository would have it.
function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)))
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n')
}

function defaultOf(setting: Setting<unknown>): string {
  if (setting.defaultText !== undefined) return setting.defaultText
  if (typeof setting.default === 'boolean') return setting.default ? 'on' : 'off'
  return setting.unit ? `${setting.default} ${setting.unit}` : String(setting.default)
}
