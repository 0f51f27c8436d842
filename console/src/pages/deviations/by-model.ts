import type { Deviation } from '../../../../api/console/wire/deviations.ts'

/** One model with one firmware, and what it does. */
export interface ModelDeviations {
  key: string
  vendor: string
  model: string
  firmware: string
  deviations: Deviation[]
}

/**
 * The deviations by model and firmware, those of which all words are found somewhere. Models in the order in which they
 * come, which is that of what was seen last; within a model the frequent ones first.
 */
export function byModel(
  deviations: readonly Deviation[],
  q: string,
  ruleText: (rule: string) => string,
): ModelDeviations[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const models = new Map<string, ModelDeviations>()
  for (const deviation of deviations) {
    const { vendor, model, firmware, rule, action, charger } = deviation
    const text = [vendor, model, firmware, rule, ruleText(rule), action, charger.identity].join('\n').toLowerCase()
    if (!words.every((word) => text.includes(word))) continue
    const key = [vendor, model, firmware].join('\n')
    const known = models.get(key)
    if (known) known.deviations.push(deviation)
    else models.set(key, { key, vendor, model, firmware, deviations: [deviation] })
  }
  for (const { deviations } of models.values()) deviations.sort((a, b) => b.times - a.times)
  return [...models.values()]
}
