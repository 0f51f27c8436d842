import { parseArgs } from 'node:util'
import { type Command, type Input, type Terminal, UsageError } from './command.ts'
import { failureOf } from './failure.ts'
import { findCommand, manual } from './help.ts'
import { commands } from './index.ts'

/** Runs one command line and answers with its exit code; it never throws. */
export async function main(argv: string[], terminal: Terminal = processTerminal): Promise<number> {
  const json = argv.slice(0, endOfOptions(argv)).includes('--json')
  let name = ''
  try {
    const { command, rest } = chooseCommand(argv)
    name = command.name
    if (rest.slice(0, endOfOptions(rest)).some((word) => word === '--help' || word === '-h')) {
      terminal.out(json ? JSON.stringify({ help: manual(command) }) : manual(command))
      return 0
    }
    return await command.run({ ...readInput(command, rest), json }, terminal)
  } catch (error) {
    return tell(failureOf(error, name), json, terminal)
  }
}

const processTerminal: Terminal = {
  env: process.env,
  isTty: process.stdout.isTTY === true,
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
}

/** The longest name that the first words make; options may stand before them. */
function chooseCommand(argv: string[]): { command: Command; rest: string[] } {
  const start = argv.findIndex((word) => !word.startsWith('-'))
  const leading = start === -1 ? argv : argv.slice(0, start)
  const words = start === -1 ? [] : argv.slice(start)
  const stranger = leading.find((word) => !['--json', '--help', '-h', '--version'].includes(word))
  if (stranger !== undefined) throw new UsageError(`"${stranger}" must follow a command.`)

  const isBare = words.length === 0
  if (isBare) words.push(leading.includes('--version') ? 'version' : 'help')
  const two = words.slice(0, 2).join(' ')
  const isTwo = commands.some((command) => command.name === two)
  const isOne = !isTwo && commands.some((command) => command.name === words[0])
  const command = findCommand(commands, isOne ? words[0]! : two.split(' -')[0]!)
  const options = leading.filter((word) => word !== '--version' && !(isBare && (word === '--help' || word === '-h')))
  return { command, rest: [...options, ...words.slice(isTwo ? 2 : 1)] }
}

function readInput(command: Command, rest: string[]): Omit<Input, 'json'> {
  const { values, positionals } = parse(command, rest)
  if (positionals.length < command.words.min) throw new UsageError(`Missing: ${command.arguments}.`)
  if (positionals.length > command.words.max) {
    throw new UsageError(`"${positionals[command.words.max]}" is too much for "${command.name}".`)
  }
  // A switch that is on is the text "on".
  const options: Input['options'] = {}
  const repeated: Input['repeated'] = {}
  for (const [name, value] of Object.entries(values)) {
    if (Array.isArray(value)) repeated[name] = value.map(String)
    else options[name] = value === true ? 'on' : String(value)
  }
  return { words: positionals, options, repeated }
}

function parse(command: Command, args: string[]) {
  const known = Object.entries(command.options).map(
    ([name, { value, repeats = false }]) =>
      [name, { type: value === undefined ? 'boolean' : 'string', multiple: repeats }] as const,
  )
  const options = { ...Object.fromEntries(known), json: { type: 'boolean' }, help: { type: 'boolean' } } as const
  try {
    return parseArgs({ args: withNegatives(args), options, allowPositionals: true, strict: true })
  } catch (error) {
    // Its first sentence says what is wrong, the others how parsers work.
    const [sentence = ''] = (error as Error).message.split(/\.\s|\n/)
    throw new UsageError(`${sentence.replace(/\.$/, '')}.`, { cause: error })
  }
}

/** `--celsius -3`: what begins with a sign and is a number is no option, but the value of the one before. */
function withNegatives(args: readonly string[]): string[] {
  const joined: string[] = []
  for (const arg of args) {
    const before = joined.at(-1)
    if (/^-\d/.test(arg) && before && /^--[a-z][a-z-]*$/.test(before)) joined[joined.length - 1] = `${before}=${arg}`
    else joined.push(arg)
  }
  return joined
}

function endOfOptions(words: string[]): number {
  const end = words.indexOf('--')
  return end === -1 ? words.length : end
}

function tell(failure: ReturnType<typeof failureOf>, json: boolean, terminal: Terminal): number {
  const { exitCode, code, message, hint, stack } = failure
  if (json) terminal.out(JSON.stringify({ error: { code, message } }))
  else terminal.err(hint === undefined ? message : `${message}\n${hint}`)
  if (stack !== undefined) terminal.err(stack)
  return exitCode
}
