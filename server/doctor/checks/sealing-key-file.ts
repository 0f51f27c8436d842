import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { knownSealingKey, SealingKeyError } from '../../sealing-key.ts'
import { bad, type Check, info, ok } from '../finding.ts'

export const sealingKeyFile: Check = {
  name: 'sealing key',
  async look({ config }) {
    if (config.data.sealingKey) return [ok('The sealing key is set (VOLTYARD_SEALING_KEY). Keep a copy of it.')]
    const path = join(config.data.folder, 'sealing.key')
    try {
      if (await knownSealingKey(config.data)) {
        return [ok(`The sealing key in ${path} is open to its owner only. Keep a copy apart from this machine.`)]
      }
    } catch (error) {
      if (error instanceof SealingKeyError) return [bad(error.message, 'Without it the server does not start.')]
      throw error
    }
    const hasDatabase = await stat(join(config.data.folder, 'postgres')).then(
      () => true,
      () => false,
    )
    if (!hasDatabase && config.data.databaseUrl === null) {
      return [info('There is no sealing key yet.', 'The first start makes it.')]
    }
    return [
      bad(
        `There is a database, but no sealing key in ${path}.`,
        'Put a copy of the key there before you start: a new key would not fit the passwords of chargers and clients.',
      ),
    ]
  },
}
