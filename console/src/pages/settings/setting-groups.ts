import type { Settings } from '../../../../api/console/wire/administration.ts'

type Setting = Settings['settings'][number]

/** The settings whose name, meaning or value contains the words, by group in the order in which they came. */
export function settingGroups(
  settings: readonly Setting[],
  { q, onlySet }: { q: string; onlySet: boolean },
): { group: string; settings: Setting[] }[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const groups = new Map<string, Setting[]>()
  for (const setting of settings) {
    const text = `${setting.variable} ${setting.description} ${setting.value ?? ''} ${setting.group}`.toLowerCase()
    if (onlySet && setting.source !== 'environment') continue
    if (!words.every((word) => text.includes(word))) continue
    groups.set(setting.group, [...(groups.get(setting.group) ?? []), setting])
  }
  return [...groups].map(([group, found]) => ({ group, settings: found }))
}
