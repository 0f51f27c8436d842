/** The same interval give or take a tenth, always the same for one charger, so that a fleet does not move in step (T-07). */
export function spreadSeconds(seconds: number, chargerId: number): number {
  const share = ((chargerId * 2_654_435_761) % 2_001) / 1_000 - 1
  return Math.max(1, Math.round(seconds * (1 + share / 10)))
}
