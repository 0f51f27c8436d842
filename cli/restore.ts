import { resolve } from 'node:path'
import { readConfig } from '#server/read-config.ts'
import { type Command, UsageError } from './command.ts'
import { serverOptions } from './operate.ts'
import { progressFor } from './progress.ts'

export const restore: Command = {
  name: 'restore',
  arguments: 'FILE',
  words: { min: 1, max: 1 },
  summary: 'Put a backup into the database of a server that does not run.',
  details: [
    'It needs the sealing key of the installation that the backup comes from. When anything fails, the database is as',
    'it was. A backup of an older version is brought up to date.',
  ],
  examples: ['voltyard restore /backups/monday.vyb', 'voltyard restore /backups/monday.vyb --into-nonempty --yes'],
  options: {
    'into-nonempty': { description: 'Remove everything that is in the database; needs --yes, too.' },
    yes: { description: 'Yes, remove it.' },
    'without-key': { description: 'Restore a plain backup without its sealing key: all secrets must be set anew.' },
    data: serverOptions.data!,
  },
  async run(input, terminal) {
    const { 'into-nonempty': replace, yes, 'without-key': withoutKey, data } = input.options
    if ((replace === undefined) !== (yes === undefined)) {
      throw new UsageError('--into-nonempty removes everything that is in the database: it needs --yes, and --yes it.')
    }
    const config = readConfig(terminal.env, { data })
    const path = resolve(input.words[0]!)
    const backups = await import('#server/backups.ts')
    const restored = await backups.restore(config, {
      path,
      replace: replace !== undefined,
      withoutKey: withoutKey !== undefined,
      progress: progressFor(terminal, input.json),
    })
    terminal.out(input.json ? JSON.stringify({ file: path, ...restored }) : show(restored))
    return 0
  },
}

type Restored = { rows: number; takenAt: string; voltyard: string; migrated: string[]; keyFits: boolean }

function show({ rows, takenAt, voltyard, migrated, keyFits }: Restored): string {
  const lines = [`${rows} rows of ${takenAt} were restored, and read back from the database as they are in the backup.`]
  if (migrated.length > 0) lines.push(`They come from Voltyard ${voltyard} and were brought up to date.`)
  if (!keyFits) {
    lines.push('Its sealing key is another one: set passwords of chargers and secrets of API clients anew, and the')
    lines.push('second factor of people.')
  }
  lines.push('Start the server: chargers come back by themselves and go on with their sessions.')
  return lines.join('\n')
}
