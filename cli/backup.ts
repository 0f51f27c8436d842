import { resolve } from 'node:path'
import { readConfig } from '#server/read-config.ts'
import { type Command, UsageError } from './command.ts'
import { serverOptions } from './operate.ts'
import { progressFor } from './progress.ts'

export const backup: Command = {
  name: 'backup',
  arguments: 'FILE',
  words: { min: 1, max: 1 },
  summary: 'Write everything that the database holds into a file.',
  details: [
    'The server may run meanwhile. The file is encrypted under the sealing key: keep a copy of that key elsewhere,',
    'without it the backup is worth nothing. With --verify a file is read and checked, and nothing is written.',
  ],
  examples: ['voltyard backup /backups/monday.vyb', 'voltyard backup --verify /backups/monday.vyb'],
  options: {
    verify: { description: 'Check FILE from its first byte to its last, without a database.' },
    force: { description: 'Replace FILE when it exists.' },
    plain: { description: 'Do not encrypt: cards and names can be read by everybody who has the file.' },
    encrypt: { description: 'Encrypt; this is so without it, too.' },
    data: serverOptions.data!,
  },
  async run(input, terminal) {
    const { verify, force, plain, encrypt, data } = input.options
    if (plain && encrypt) throw new UsageError('--plain and --encrypt do not go together.')
    if (verify && (force || plain || encrypt)) throw new UsageError('--verify goes with --data only.')
    const config = readConfig(terminal.env, { data })
    const path = resolve(input.words[0]!)
    const { checkBackup, makeBackup } = await import('#server/backups.ts')

    if (verify) {
      const checked = await checkBackup(config, path)
      const text = `${path} is whole: ${checked.rows} rows of ${checked.takenAt}, by Voltyard ${checked.voltyard}.`
      terminal.out(input.json ? JSON.stringify({ file: path, ...checked }) : text)
      return 0
    }
    if (plain) {
      terminal.err('WARNING: this backup is not encrypted. Whoever has the file can read cards, names and sessions.')
    }
    const made = await makeBackup(config, {
      path,
      encrypt: !plain,
      replace: force !== undefined,
      progress: progressFor(terminal, input.json),
    })
    const megabytes = (made.bytes / 1e6).toFixed(1)
    const text = `${made.rows} rows are in ${path} (${megabytes} MB), as they were at ${made.takenAt}.`
    terminal.out(input.json ? JSON.stringify({ file: path, encrypted: !plain, ...made }) : text)
    return 0
  },
}
