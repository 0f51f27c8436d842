import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const tariffList: Command = {
  name: 'tariff list',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show the tariffs, and where each applies.',
  examples: ['voltyard tariff list', 'voltyard tariff list --json'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant })
    const { tariffs } = (await operate({ operation: 'tariff.list', args }, input, terminal)) as Listed
    terminal.out(input.json ? JSON.stringify({ tariffs }) : tariffs.map(show).join('\n') || 'None.')
    return 0
  },
}

type Place = { charger: string | null; evse: number | null; token: string | null }
type Listed = { tariffs: { tariffId: string; name: string; currency: string; retired: boolean; for: Place[] }[] }

function show({ tariffId, name, currency, retired, for: places }: Listed['tariffs'][number]): string {
  const where = retired
    ? 'retired'
    : places.length === 0
      ? 'applies nowhere'
      : `for ${places.map(placeText).join('; ')}`
  return `${tariffId} ${name} (${currency}), ${where}`
}

function placeText({ charger, evse, token }: Place): string {
  if (token !== null) return `token ${token}`
  if (charger === null) return 'everything'
  return evse === null ? charger : `${charger} EVSE ${evse}`
}
