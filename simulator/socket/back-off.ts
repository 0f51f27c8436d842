import type { Random } from '../random.ts'

export type BackOff = { seconds: number; randomSeconds: number; doublings: number }

/**
 * How long to wait before the nth attempt to connect again, the first being 0: it doubles a limited number of times,
 * and something random is added so that a whole site does not come back at once. J21 §5.4
 */
export function backOffSeconds(
  { seconds, randomSeconds, doublings }: BackOff,
  attempt: number,
  random: Random,
): number {
  return seconds * 2 ** Math.min(attempt, doublings) + random() * randomSeconds
}
