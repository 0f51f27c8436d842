import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const firmwareList: Command = {
  name: 'firmware list',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show the registered firmware, newest first.',
  examples: ['voltyard firmware list'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant })
    const { firmware } = (await operate({ operation: 'firmware.list', args }, input, terminal)) as Listed
    terminal.out(input.json ? JSON.stringify({ firmware }) : firmware.map(show).join('\n') || 'None.')
    return 0
  },
}

type Listed = {
  firmware: {
    id: number
    vendor: string | null
    model: string | null
    version: string
    isSigned: boolean
    isRetired: boolean
  }[]
}

function show({ id, vendor, model, version, isSigned, isRetired }: Listed['firmware'][number]): string {
  const marks = [isSigned ? 'signed' : 'not signed', ...(isRetired ? ['retired'] : [])].join(', ')
  return `${id}: ${version} for ${vendor ?? 'any vendor'}, ${model ?? 'any model'} (${marks})`
}
