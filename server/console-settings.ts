import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ConsoleSettings, consoleDefaults } from '#api/console/world.ts'
import type { Config } from './config.ts'

/** What the console's API gets of the settings. */
export function consoleSettings(config: Config, assets: string | null = builtConsole): ConsoleSettings {
  const { idleMinutes, maxHours, rateLimit } = config.console
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return {
    ...consoleDefaults,
    idleMinutes,
    maxHours,
    rateLimit: { ...consoleDefaults.rateLimit, ...rateLimit, trustedProxies: config.http.trustedProxies },
    basePath: config.http.basePath,
    version,
    assets,
  }
}

const builtConsole = fileURLToPath(new URL('../console/dist', import.meta.url))
