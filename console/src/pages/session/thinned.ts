/** At most so many places of a list, evenly spread, the first and the last among them. */
export function thinned(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, place) => place)
  return Array.from({ length: most }, (_, step) => Math.round((step * (length - 1)) / (most - 1)))
}
