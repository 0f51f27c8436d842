import type { NewProfile } from '../commands/requests/smart-charging.ts'
import { type Electric, usualElectric } from './composite-schedule.ts'
import type { ChargingProfile, PlacedProfile, RateUnit } from './profile.ts'

/** One way to tell a charger a limit. Chargers differ in which they take (K-06). */
export type Recipe = {
  /** The session's own, a default of the EVSE, of the charger, or the maximum of the charger. */
  place: 'session' | 'evse' | 'charger' | 'maximum'
  level: 'top' | 'zero'
  kind: 'relative' | 'absolute'
  unit: RateUnit
}

export type LimitToSay = {
  /** Null is the whole charger. */
  evse: number | null
  limitA: number | null
  limitW: number | null
  durationSeconds?: number
}

export type LimitPlace = {
  /** Of the session that runs there; null when none does. */
  wireId: string | null
  /** The charger's only EVSE, which is the same as the whole charger; null when it has more. */
  onlyEvse: number | null
  units: readonly RateUnit[] | null
  maxStackLevel: number | null
  electric?: Electric
}

/** The ways to say this limit here, the best first (K-06): by place, then by level, then by kind; other units at last. */
export function recipesFor(limit: LimitToSay, place: LimitPlace): Recipe[] {
  const preferred: RateUnit = limit.limitA !== null ? 'A' : 'W'
  const other: RateUnit = preferred === 'A' ? 'W' : 'A'
  const units = [preferred, other].filter((unit) => place.units === null || place.units.includes(unit))
  const levels: Recipe['level'][] = (place.maxStackLevel ?? 0) > 0 ? ['top', 'zero'] : ['zero']
  const recipes: Recipe[] = []
  for (const unit of units) {
    if (valueIn(unit, limit, place.electric) === null) continue
    for (const where of placesFor(limit, place)) {
      // A duration counts from now, and nothing of the whole charger begins with a session (K01.FR.38).
      const isAbsolute = limit.durationSeconds !== undefined || where === 'maximum'
      for (const kind of isAbsolute ? (['absolute'] as const) : (['relative', 'absolute'] as const)) {
        for (const level of levels) recipes.push({ place: where, level, kind, unit })
      }
    }
  }
  return recipes
}

/** The profile that says this limit by this recipe; null when it cannot be said so. */
export function profileOfRecipe(
  recipe: Recipe,
  limit: LimitToSay,
  place: LimitPlace & { now: Temporal.Instant },
): { evse: number; profile: NewProfile } | null {
  const value = valueIn(recipe.unit, limit, place.electric)
  if (value === null) return null
  const evse = recipe.place === 'session' || recipe.place === 'evse' ? (limit.evse ?? place.onlyEvse ?? 0) : 0
  if (evse === 0 && (recipe.place === 'session' || recipe.place === 'evse')) return null
  if (recipe.place === 'session' && place.wireId === null) return null
  const { durationSeconds } = limit
  return {
    evse,
    profile: {
      stackLevel: recipe.level === 'top' ? (place.maxStackLevel ?? 0) : 0,
      purpose: purposes[recipe.place],
      kind: recipe.kind,
      ...(recipe.place === 'session' ? { wireId: place.wireId! } : {}),
      schedules: [
        {
          unit: recipe.unit,
          ...(recipe.kind === 'absolute' ? { startsAt: secondText(place.now) } : {}), // K-03
          ...(durationSeconds === undefined ? {} : { durationSeconds }),
          periods: [{ startSeconds: 0, limit: value }],
        },
      ],
    },
  }
}

/** The recipe that a profile was made by. */
export function recipeOf({ evse, profile }: { evse: number; profile: Omit<ChargingProfile, 'id'> }): string {
  const place: Recipe['place'] =
    profile.purpose === 'transaction'
      ? 'session'
      : profile.purpose === 'max'
        ? 'maximum'
        : evse === 0
          ? 'charger'
          : 'evse'
  const kind = profile.kind === 'relative' ? 'relative' : 'absolute'
  const unit = profile.schedules[0]?.unit ?? 'A'
  return nameOfRecipe({ place, level: profile.stackLevel > 0 ? 'top' : 'zero', kind, unit })
}

export function nameOfRecipe({ place, level, kind, unit }: Recipe): string {
  return `${place}/${level}/${kind}/${unit}`
}

/** In words, for whoever set the limit. */
export function placeInWords({ evse, profile }: PlacedProfile): string {
  if (profile.purpose === 'transaction') return `Set for the session on EVSE ${evse}.`
  if (profile.purpose === 'max') return 'Set for the whole charger.'
  return evse === 0 ? 'Set as the default of the whole charger.' : `Set as the default of EVSE ${evse}.`
}

/** K-05: less than this stops a vehicle (IEC 61851), and says so in a way that not every vehicle understands. */
export const leastA = 6

function placesFor({ evse }: LimitToSay, { wireId, onlyEvse }: LimitPlace): Recipe['place'][] {
  // A default of each EVSE would not limit their sum.
  if (evse === null && onlyEvse === null) return ['maximum']
  return [...(wireId === null ? [] : (['session'] as const)), 'evse', 'charger', 'maximum']
}

/** K-04. Null when the limit cannot be said in this unit: it would be one that stops. */
function valueIn(unit: RateUnit, { limitA, limitW }: LimitToSay, electric: Electric = usualElectric): number | null {
  const perAmpere = electric.voltageV * electric.phases
  if (unit === 'W') return limitW ?? (limitA === null ? null : Math.floor(limitA * perAmpere))
  if (limitA !== null) return limitA
  if (limitW === null) return null
  const amperes = Math.floor((limitW / perAmpere) * 10) / 10
  return amperes > 0 && amperes < leastA ? null : amperes
}

/** Chargers do not like fractions of seconds, nor a start that is still to come. */
function secondText(now: Temporal.Instant): string {
  return now.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString()
}

const purposes = { session: 'transaction', evse: 'default', charger: 'default', maximum: 'max' } as const
