import type { ChargerRef, Uses } from '../context.ts'
import { placeOfKey } from '../devices/configuration-keys.ts'
import { type DeviceVariable, type VariablePlace, variableKey } from '../devices/device-variable.ts'
import { itemsOf } from '../devices/setting-values.ts'
import { type Language, languageOf } from './price-words.ts'

/** What a 1.6 charger says of its showing prices and costs (California pricing). */
export type CostDisplay = {
  shows: boolean
  /** The language of its display, and the others of ours that it takes texts in. */
  language: Language
  others: readonly Language[]
  /** With how many decimals it reckons; null when it has not said. */
  decimals: number | null
  /** It goes on reckoning idle time after the stop, until the vehicle is unplugged. */
  idleAfterStop: boolean
}

/** Whether it has said that it shows costs; one that has not said is told nothing. */
export async function showsCosts(ctx: Uses<'devices'>, charger: Pick<ChargerRef, 'id'>): Promise<boolean> {
  return isTrue(await ctx.devices.variable(charger.id, places.shows))
}

export async function costDisplayOf(ctx: Uses<'devices'>, charger: Pick<ChargerRef, 'id'>): Promise<CostDisplay> {
  const known = new Map<string, DeviceVariable>()
  const components = new Set(Object.values(places).map(({ component }) => component))
  const variables = await Promise.all([...components].map((name) => ctx.devices.ofComponent(charger.id, name)))
  for (const variable of variables.flat()) known.set(variableKey(variable, variable.attribute), variable)
  const of = (place: VariablePlace) => known.get(variableKey(place)) ?? null

  const language = languageOf(of(places.language)?.value) ?? 'en'
  const supported = isTrue(of(places.multiLanguage)) ? itemsOf(of(places.languages)?.value ?? '') : []
  const others = new Set(supported.map(languageOf).filter((one) => one !== null && one !== language))
  const decimals = of(places.decimals)?.value ?? ''
  return {
    shows: isTrue(of(places.shows)),
    language,
    others: [...others] as Language[],
    decimals: /^\d{1,2}$/.test(decimals) ? Number(decimals) : null,
    idleAfterStop: isTrue(of(places.idleAfterStop)),
  }
}

/** The language of a charger's display, whatever its version: of 1.6 a key, of 2.1 a variable; English when not known. */
export async function displayLanguage(ctx: Uses<'devices'>, charger: Pick<ChargerRef, 'id'>): Promise<Language> {
  return languageOf((await ctx.devices.variable(charger.id, places.language))?.value) ?? 'en'
}

const places = {
  shows: placeOfKey('CustomDisplayCostAndPrice'),
  multiLanguage: placeOfKey('CustomMultiLanguageMessages'),
  idleAfterStop: placeOfKey('CustomIdleFeeAfterStop'),
  languages: placeOfKey('SupportedLanguages'),
  language: placeOfKey('Language'),
  decimals: placeOfKey('NumberOfDecimalsForCostValues'),
}

// Some chargers write 1.
function isTrue(variable: Pick<DeviceVariable, 'value'> | null): boolean {
  return ['true', '1'].includes(variable?.value?.trim().toLowerCase() ?? '')
}
