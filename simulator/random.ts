/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
export type Random = () => number

export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A seed of its own for each thing with a name, so that one more thing changes none of the others. */
export function seedFor(seed: number, name: string): number {
  let hash = 2_166_136_261 ^ seed
  for (const character of name) hash = Math.imul(hash ^ character.codePointAt(0)!, 16_777_619)
  return hash >>> 0
}

/** Between two lengths, of which the short one is above 0: as often between 1 and 2 as between 10 and 20. */
export function oftenShort(random: Random, [from, to]: readonly [number, number]): number {
  return from * (to / from) ** random()
}

export function between(random: Random, [from, to]: readonly [number, number]): number {
  return from + random() * (to - from)
}
