import type { Block } from './plan-input.ts'

/** Blocks of so many minutes, up to so many hours from now. */
export type Grain = { minutes: number; untilHours: number }

export const usualGrains: readonly Grain[] = [
  { minutes: 5, untilHours: 1 },
  { minutes: 15, untilHours: 6 },
  { minutes: 30, untilHours: 36 },
]

/** For prices that change by the quarter-hour: a coarser block would blur them. */
export const quarterHourGrains: readonly Grain[] = [{ minutes: 15, untilHours: 36 }]

/**
 * The horizon in blocks, from now until `untilS` or the end of the grains. Blocks end on multiples of their length and,
 * where a price, a limit or a window changes in between, there too, so that no block is half dear and half cheap. An
 * edge that would leave less than a minute is left out: what applies there is then the mean, or the strictest.
 */
export function planBlocks(given: {
  nowS: number
  untilS?: number
  grains?: readonly Grain[]
  edgesS?: readonly number[]
}): Block[] {
  const grains = given.grains ?? usualGrains
  const last = given.nowS + (grains.at(-1)?.untilHours ?? 0) * 3600
  const endS = Math.min(given.untilS ?? last, last)
  const blocks: Block[] = []
  let startS = given.nowS
  for (const edge of gridAndEdges(given.nowS, endS, grains, given.edgesS ?? [])) {
    if (edge - startS < leastS || (edge !== endS && endS - edge < leastS)) continue
    blocks.push({ startS, endS: edge })
    startS = edge
  }
  return blocks
}

const leastS = 60

/** Whether a price list changes by the quarter-hour somewhere, and so asks for flat quarter-hours. */
export function isQuarterHourly(prices: readonly { fromS: number; toS: number }[]): boolean {
  return prices.some(({ fromS, toS }) => toS - fromS < 1800)
}

function gridAndEdges(nowS: number, endS: number, grains: readonly Grain[], edges: readonly number[]): number[] {
  const grid = new Set(edges.filter((edge) => edge > nowS && edge < endS))
  let at = nowS
  for (const { minutes, untilHours } of grains) {
    const until = Math.min(nowS + untilHours * 3600, endS)
    const length = minutes * 60
    while (at < until) {
      at = (Math.floor(at / length) + 1) * length
      if (at < endS) grid.add(at)
    }
  }
  return [...grid, endS].sort((a, b) => a - b)
}
