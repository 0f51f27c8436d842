import type { Config } from '#server/config.ts'
import { readConfig } from '#server/read-config.ts'

/** Of a server that goes by the fast clock of a bench. */
export function benchConfig(databaseUrl: string, dataFolder: string): Config {
  return readConfig({
    DATABASE_URL: databaseUrl,
    VOLTYARD_DATA: dataFolder,
    VOLTYARD_PORT: '0',
    VOLTYARD_HOST: '127.0.0.1',
    VOLTYARD_LOG_LEVEL: 'error',
    VOLTYARD_DRAIN_SECONDS: '1',
    VOLTYARD_PROVISIONING: 'off',
    VOLTYARD_SEALING_KEY: Buffer.alloc(32, 7).toString('hex'),
    // They count real seconds, in which a fast clock has much to say.
    VOLTYARD_MESSAGES_PER_SECOND: 'off',
    VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off',
    VOLTYARD_CONNECTS_PER_ADDRESS_PER_MINUTE: 'off',
  })
}
