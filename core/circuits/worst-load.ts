type Load = { re: number; im?: number }

/**
 * The most that loads can come to when each of them may be anything between nothing and itself (smart-charging H1').
 *
 * Loads without angles simply add up. With angles the heaviest choice is all that point to one side of some line; as
 * that line turns, the choices only change where a load comes in or falls out, so looking at those is exact.
 */
export function worstLoad(loads: readonly Load[]): number {
  const byAngle = new Map<number, { angle: number; re: number; im: number }>()
  for (const { re, im = 0 } of loads) {
    if (re === 0 && im === 0) continue
    const angle = Math.round(Math.atan2(im, re) * 1e9) / 1e9
    const same = byAngle.get(angle) ?? { angle, re: 0, im: 0 }
    byAngle.set(angle, { angle, re: same.re + re, im: same.im + im })
  }
  const directions = [...byAngle.values()]
  return Math.max(
    0,
    ...directions.flatMap(({ angle }) => [
      sumWithin(directions, angle - hair, angle + Math.PI - hair),
      sumWithin(directions, angle - Math.PI + hair, angle + hair),
    ]),
  )
}

// Loads at exactly opposite angles are never chosen together.
const hair = 1e-8

function sumWithin(directions: readonly { angle: number; re: number; im: number }[], from: number, to: number): number {
  let [re, im] = [0, 0]
  for (const one of directions) {
    const turned = (one.angle - from + 4 * Math.PI) % (2 * Math.PI)
    if (turned > to - from) continue
    re += one.re
    im += one.im
  }
  return Math.hypot(re, im)
}
