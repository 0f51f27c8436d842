import { readFile } from 'node:fs/promises'
import { type Command, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const siteSolar: Command = {
  name: 'site solar',
  arguments: 'SITE FILE',
  words: { min: 2, max: 2 },
  summary: 'Say how much own solar power is expected at a site.',
  details: [
    'FILE has one block a line: from, to and watts, with commas or semicolons; or, as JSON, a list of objects with from,',
    'to and powerW. Say what is expected in the middle, neither the best case nor the worst. The list replaces what was',
    'said of its span.',
  ],
  examples: ['voltyard site solar Depot sun.csv', 'voltyard site solar 3 sun.json'],
  options: serverOptions,
  async run(input, terminal) {
    const [site, file] = input.words
    const args = { site, blocks: await readBlocks(file!), ...given({ tenant: input.options.tenant }) }
    const written = (await operate({ operation: 'site.solar', args }, input, terminal)) as { blocks: number }
    terminal.out(input.json ? JSON.stringify(written) : `${written.blocks} blocks are written.`)
    return 0
  },
}

type Block = { from: string; to: string; powerW: number }

async function readBlocks(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new UsageError(`${path} cannot be read.`, { cause })
  })
  return text.trimStart().startsWith('[') || text.trimStart().startsWith('{')
    ? jsonBlocks(text, path)
    : blocksOf(text, path)
}

function jsonBlocks(text: string, path: string): unknown {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && 'items' in read ? read.items : read
  } catch (cause) {
    throw new UsageError(`${path} cannot be read as JSON.`, { cause })
  }
}

/** A first line without a number is a heading. */
function blocksOf(text: string, path: string): Block[] {
  return text.split(/\r?\n/).flatMap((line, at) => {
    const [from = '', to = '', watts = ''] = line.split(/[;,]/).map((part) => part.trim())
    if (line.trim() === '' || (at === 0 && Number.isNaN(Number(watts)))) return []
    if (watts === '' || Number.isNaN(Number(watts)))
      throw new UsageError(`${path}, line ${at + 1}: from, to and watts.`)
    return { from, to, powerW: Number(watts) }
  })
}
