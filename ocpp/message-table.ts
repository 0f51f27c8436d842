import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDialects, type Dialect } from './dialect.ts'
import { schemasOf } from './rpc/schemas.ts'
import type { OcppVersion } from './rpc/version.ts'

const versions: readonly OcppVersion[] = ['1.6', '2.0.1', '2.1']

type Test = { file: string; text: string }

/** The table of docs/ocpp.md: what is done with each action of each version, in both directions, and where it is tested. */
export function messageTable(root: string): string {
  const dialects = createDialects(versions)
  const tests = testsBelow(join(root, 'test')).map((file): Test => {
    return { file: file.slice(root.length + 1), text: readFileSync(file, 'utf8') }
  })
  const actions = [...new Set(versions.flatMap((version) => [...schemasOf(version).keys()]))].sort()
  const lines = (direction: 'from' | 'to') =>
    actions.flatMap((action) => {
      const cells = versions.map((version) => cellOf(dialects.get(version)!, action, direction))
      if (cells.every((cell) => cell === '')) return []
      return [`| ${action} | ${cells.map((cell) => cell || '–').join(' | ')} | ${testOf(action, tests)} |`]
    })
  const head = ['|---|---|---|---|---|']
  return [
    '## From the charger',
    '',
    '`done`: answered, with the duty that the standard gives to a back end. `SEND`: taken in, never answered.',
    '',
    `| action | ${versions.join(' | ')} | tested in |`,
    ...head,
    ...lines('from'),
    '',
    '## To the charger',
    '',
    "The command that sends it, whatever the version. `message` is an operator's own message, by",
    '`send-custom-ocpp` or in the console: every action can be sent that way. A star says that the answer changes what we',
    'know of the charger, whoever had it sent.',
    '',
    `| action | ${versions.join(' | ')} | tested in |`,
    ...head,
    ...lines('to'),
    '',
  ].join('\n')
}

function cellOf(dialect: Dialect, action: string, direction: 'from' | 'to'): string {
  if (!dialect.validator.knows(action)) return ''
  if (direction === 'from') {
    if (dialect.handlers.has(action)) return 'done'
    return dialect.sends.has(action) ? 'SEND' : ''
  }
  const isOnlyTheirs = (dialect.handlers.has(action) || dialect.sends.has(action)) && action !== 'DataTransfer'
  if (isOnlyTheirs) return ''
  const kinds = [...dialect.commands].filter(([, entry]) => 'action' in entry && entry.action === action)
  const command = kinds.length === 0 ? 'message' : kinds.map(([kind]) => `\`${kind}\``).join(', ')
  return dialect.outcomes.has(action) ? `${command} *` : command
}

/** The test that looks at this action most closely; all of them are in the one that goes through every action. */
function testOf(action: string, tests: readonly Test[]): string {
  const named = new RegExp(`['"\`]${action}['"\`]`, 'g')
  const counts = tests
    .filter(
      ({ file }) => file.startsWith('test/ocpp/') || file.startsWith('test/sessions/') || file.startsWith('test/'),
    )
    .map(({ file, text }) => ({ file, times: text.match(named)?.length ?? 0 }))
    .filter(({ file, times }) => times > 0 && !file.includes('simulator') && !file.includes('every-action'))
    .sort((a, b) => Number(isOcpp(b.file)) - Number(isOcpp(a.file)) || b.times - a.times || (a.file < b.file ? -1 : 1))
  return counts[0]?.file ?? 'test/ocpp/every-action.test.ts'
}

function isOcpp(file: string): boolean {
  return file.startsWith('test/ocpp/') || file.startsWith('test/sessions/') || file.startsWith('test/security/')
}

function testsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? testsBelow(path) : entry.name.endsWith('.test.ts') ? [path] : []
  })
}
