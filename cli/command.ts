/** One command of the command line. Its help is made of the same description that its arguments are read by. */
export type Command = {
  /** One or two words. */
  name: string
  /** What follows the name, as in the help: `ID`, `[COMMAND]`. Upper case is to be filled in, brackets may be left out. */
  arguments: string
  /** How many words may follow. */
  words: { min: number; max: number }
  summary: string
  /** Lines. */
  details?: readonly string[]
  examples: readonly string[]
  options: Record<string, Option>
  /** Answers with the exit code; throws for everything that is not an answer. */
  run(input: Input, terminal: Terminal): Promise<number>
}

/** With `value` it takes one, which the help calls so; without, it is a switch. One that repeats is in `repeated`. */
export type Option = { value?: string; description: string; repeats?: true }

export type Input = {
  words: string[]
  options: Record<string, string | undefined>
  /** Those of options that may be given again. */
  repeated: Record<string, string[]>
  json: boolean
}

/** What a command may touch of the process. */
export type Terminal = {
  env: Record<string, string | undefined>
  isTty: boolean
  /** Results: one line of JSON each with `--json`. */
  out(text: string): void
  /** What went wrong, for people. */
  err(text: string): void
}

/** A mistake of the user, in one sentence; the exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** Something that cannot be done now, in one sentence; the exit code is 1. */
export class Refused extends Error {
  override name = 'Refused'
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** A whole number that the user wrote. */
export function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`${name} is "${text}", but must be a whole number.`)
  return Number(text)
}

/** One of some words that the user chose from. */
export function oneOf<const V extends string>(name: string, text: string, words: readonly V[]): V {
  const chosen = words.find((word) => word === text)
  if (chosen === undefined) throw new UsageError(`${name} is "${text}", but must be one of ${words.join(', ')}.`)
  return chosen
}
