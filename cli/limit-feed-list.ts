import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const limitFeedList: Command = {
  name: 'limit-feed list',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'List the links to those who limit circuits, and how they do.',
  details: [
    'Of one that is asked for reports: when it was sent one last, how many of the last day wait, and why the last one',
    'was not taken.',
  ],
  examples: ['voltyard limit-feed list', 'voltyard limit-feed list --json'],
  options: serverOptions,
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant })
    const { feeds } = (await operate({ operation: 'limit-feed.list', args }, input, terminal)) as { feeds: Feed[] }
    if (input.json) terminal.out(JSON.stringify({ feeds }))
    else for (const feed of feeds) terminal.out(show(feed))
    return 0
  },
}

type Feed = {
  id: number
  circuit: string | null
  name: string
  kind: string
  heardAt: string | null
  error: string | null
  /** Null: none was ever asked for. */
  reports: { lastSentAt: string | null; waiting: number; error: string | null } | null
}

function show({ id, circuit, name, kind, heardAt, error, reports }: Feed): string {
  const state = error === null ? `heard ${heardAt ?? 'never'}` : `fails: ${error}`
  return `${id}  ${name}  ${kind}  circuit ${circuit ?? 'removed'}  ${state}${reports ? `  ${told(reports)}` : ''}`
}

function told({ lastSentAt, waiting, error }: NonNullable<Feed['reports']>): string {
  return `reported ${lastSentAt ?? 'never'}, ${waiting} waiting${error === null ? '' : `: ${error}`}`
}
