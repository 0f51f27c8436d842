import type { Corners } from './corners.ts'

/**
 * The sides of a polygon inscribed into the circle that a line-to-line row is: what each direction counts on each side,
 * where a side bears `limit · cos(π / count)`.
 *
 * What would relieve a side counts nothing there, because the vehicle behind it may stop at any moment (smart-charging
 * 5.4). Then one side is often stricter than another in every direction, and the other can go.
 */
export function facetsOf({ directions }: Corners, count: number): Float64Array[] {
  const all = Array.from({ length: count }, (_, side) => {
    const angle = (2 * Math.PI * side) / count
    return Float64Array.from(directions, ({ re, im }) => Math.max(0, re * Math.cos(angle) + im * Math.sin(angle)))
  })
  const kept: Float64Array[] = []
  for (const facet of all) {
    if (kept.some((other) => isCovered(facet, other))) continue
    for (let k = kept.length - 1; k >= 0; k--) if (isCovered(kept[k]!, facet)) kept.splice(k, 1)
    kept.push(facet)
  }
  return kept
}

const isCovered = (facet: Float64Array, by: Float64Array) => facet.every((size, d) => size <= by[d]! + 1e-12)
