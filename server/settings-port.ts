import type { SettingsPort } from '#api/console/world.ts'
import { Problem } from '#core/errors.ts'
import type { Storage } from '#storage/storage.ts'
import { type Config, retentionDefaults, settings } from './config.ts'
import { describeSettings } from './describe-settings.ts'
import { readRetention, retentionNames, writeRetention } from './retention-settings.ts'

/** What the console shows and changes of the settings. */
export function settingsPort({ database }: Pick<Storage, 'database'>, config: Config): SettingsPort {
  return {
    list: () => describeSettings(config),
    retention: () =>
      database.asOwner(async (owner) => {
        const known = await readRetention(owner, config.retention)
        return {
          retention: retentionNames.map((name) => ({
            name,
            variable: settings.retention[name].variable,
            defaultDays: retentionDefaults[name],
            ...known[name],
          })),
          retentionChangeable: await hasOneTenant(owner),
        }
      }),
    changeRetention: (change, by) =>
      database.asOwner(async (owner) => {
        if (!(await hasOneTenant(owner))) {
          const message = 'This installation has several tenants: retention is for the command line.'
          throw new Problem('setting_fixed', message)
        }
        await writeRetention(owner, config.retention, { change, by })
      }),
  }
}

// Retention is the whole installation's: one tenant's administrator must not throw away what is another's.
async function hasOneTenant(owner: { query(sql: string): Promise<{ rows: { count: number }[] }> }): Promise<boolean> {
  const { rows } = await owner.query('select count(*)::int as count from tenant')
  return rows[0]!.count === 1
}
