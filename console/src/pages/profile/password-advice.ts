/** The name of the sentence that says why a password is refused, or null. The server has the last word. */
export function passwordFault(
  wanted: string,
  { current, login }: { current: string; login: string },
): 'short' | 'long' | 'same' | 'login' | 'easy' | null {
  if ([...wanted].length < 12) return 'short'
  if (wanted.length > 1_000) return 'long'
  if (wanted === current) return 'same'
  if (wanted.toLowerCase() === login.toLowerCase()) return 'login'
  return new Set(wanted.toLowerCase()).size < 5 ? 'easy' : null
}

export type Strength = 'none' | 'weak' | 'fair' | 'good' | 'strong'

export const strengths = ['none', 'weak', 'fair', 'good', 'strong'] as const

/**
 * A rough advice, not a measure: length counts most, several words and kinds of characters help, repetition does not.
 * `none` is what the rules refuse.
 */
export function passwordStrength(wanted: string): Strength {
  const length = [...wanted].length
  const different = new Set(wanted.toLowerCase()).size
  if (length < 12 || different < 5) return 'none'
  const words = wanted.split(/[^\p{L}\p{N}]+/u).filter((word) => [...word].length >= 3).length
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(wanted)).length
  const score = Math.min(length, different * 2) + Math.min(words, 5) * 2 + kinds
  if (score < 18) return 'weak'
  if (score < 24) return 'fair'
  return score < 32 ? 'good' : 'strong'
}
