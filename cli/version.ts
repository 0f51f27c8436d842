import { readFileSync } from 'node:fs'
import type { Command } from './command.ts'

export const version: Command = {
  name: 'version',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show the version of Voltyard and of Node.',
  examples: ['voltyard version'],
  options: {},
  async run(input, terminal) {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    const shown = { version, node: process.version }
    terminal.out(input.json ? JSON.stringify(shown) : `Voltyard ${version} (Node ${process.version})`)
    return 0
  },
}
