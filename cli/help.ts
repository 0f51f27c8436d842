import { nearest } from '#server/nearest.ts'
import { type Command, UsageError } from './command.ts'

/** The help command over all others. */
export function helpFor(commands: () => readonly Command[]): Command {
  return {
    name: 'help',
    arguments: '[COMMAND]',
    words: { min: 0, max: 2 },
    summary: 'Show this help, or the help of one command.',
    examples: ['voltyard help charger add'],
    options: {},
    async run(input, terminal) {
      const name = input.words.join(' ')
      const text = name === '' ? overview(commands()) : manual(findCommand(commands(), name))
      terminal.out(input.json ? JSON.stringify({ help: text }) : text)
      return 0
    },
  }
}

/** The command of this name, or a `UsageError` that says what was probably meant. */
export function findCommand(commands: readonly Command[], name: string): Command {
  const found = commands.find((command) => command.name === name)
  if (found) return found

  const below = commands.filter((command) => command.name.startsWith(`${name.split(' ')[0]} `))
  if (below.length > 0) {
    throw new UsageError(`"${name}" is not a command; there is ${below.map((one) => one.name).join(', ')}.`)
  }
  const near = nearest(
    name,
    commands.map((command) => command.name),
  )
  throw new UsageError(`"${name}" is not a command${near ? `; did you mean "${near}"?` : '.'}`)
}

export function manual(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, { value, description }]) => [value ? `--${name} ${value}` : `--${name}`, description] as const,
  )
  const usage = ['voltyard', command.name, command.arguments, options.length > 0 ? '[OPTIONS]' : '']
  return [
    command.summary,
    ...(command.details ? ['', ...command.details] : []),
    '',
    'Usage:',
    `  ${usage.filter((part) => part !== '').join(' ')}`,
    '',
    'Options:',
    ...columns([...options, ...everywhere]),
    '',
    command.examples.length > 1 ? 'Examples:' : 'Example:',
    ...command.examples.map((example) => `  ${example}`),
  ].join('\n')
}

function overview(commands: readonly Command[]): string {
  return [
    'Voltyard runs a charging network.',
    '',
    'Usage:',
    '  voltyard COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...columns(commands.map((command) => [`${command.name} ${command.arguments}`.trim(), command.summary] as const)),
    '',
    'Options of every command:',
    ...columns(everywhere),
    '',
    'Commands ask the running server; while none runs they work on its database directly.',
    'With --json, all results and errors are on the standard output, one JSON object per line; an error is',
    '{"error":{"code":…,"message":…}}. Without it, errors are on the error output.',
    'Exit codes: 0 done, 1 refused, 2 a mistake in the command or the settings, 70 a fault of Voltyard.',
  ].join('\n')
}

const everywhere = [
  ['--json', 'Print JSON for programs.'],
  ['--help', 'Show the help of the command.'],
] as const

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}
