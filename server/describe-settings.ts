import { type Config, isSetting, settings } from './config.ts'
import { isGiven } from './read-config.ts'
import type { Setting } from './setting.ts'

/** Every setting with its value as text and who says so. Of secrets only whether they are set. */
export function describeSettings(config: Config) {
  return Object.entries(settings).flatMap(([group, members]) =>
    [...settingsWithValues(members, config[group as keyof Config])].map(([setting, value]) => ({
      variable: setting.variable,
      group,
      value: setting.secret ? (value === null ? null : 'set') : valueText(value),
      unit: setting.unit ?? null,
      source: isGiven(config, setting) ? ('environment' as const) : ('default' as const),
      description: setting.description,
    })),
  )
}

function* settingsWithValues(group: object, values: object): Generator<[Setting<unknown>, unknown]> {
  for (const [name, member] of Object.entries(group)) {
    const value = (values as Record<string, unknown>)[name]
    if (isSetting(member)) yield [member, value]
    else yield* settingsWithValues(member, value as object)
  }
}

function valueText(value: unknown): string | null {
  if (value === null) return null
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return Array.isArray(value) ? value.join(', ') : String(value)
}
