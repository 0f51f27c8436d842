import type { Block } from './plan-input.ts'

/** A value that holds from inclusive to exclusive. */
export type Step = { fromS: number; toS: number; value: number }

/** For limits: the lowest that applies anywhere in a block, so that a block never allows more than one of its moments. */
export function lowestPerBlock(blocks: readonly Block[], steps: readonly Step[], otherwise: number): number[] {
  return perBlock(blocks, steps, otherwise, (parts) => parts.reduce((low, part) => Math.min(low, part.value), Infinity))
}

/** For unmanaged load: the highest of a block. */
export function highestPerBlock(blocks: readonly Block[], steps: readonly Step[], otherwise: number): number[] {
  return perBlock(blocks, steps, otherwise, (parts) =>
    parts.reduce((high, part) => Math.max(high, part.value), -Infinity),
  )
}

/** For prices and solar: the mean of a block over time. */
export function meanPerBlock(blocks: readonly Block[], steps: readonly Step[], otherwise: number): number[] {
  return perBlock(blocks, steps, otherwise, (parts, block) => {
    const sum = parts.reduce((total, part) => total + part.value * (part.toS - part.fromS), 0)
    return sum / (block.endS - block.startS)
  })
}

// Steps are in order and do not overlap; what they leave open is `otherwise`.
function perBlock(
  blocks: readonly Block[],
  steps: readonly Step[],
  otherwise: number,
  join: (parts: readonly Step[], block: Block) => number,
): number[] {
  let first = 0
  return blocks.map((block) => {
    while (first < steps.length && steps[first]!.toS <= block.startS) first++
    const parts: Step[] = []
    let reached = block.startS
    for (let at = first; at < steps.length && steps[at]!.fromS < block.endS; at++) {
      const { fromS, toS, value } = steps[at]!
      if (fromS > reached) parts.push({ fromS: reached, toS: fromS, value: otherwise })
      const part = { fromS: Math.max(fromS, block.startS), toS: Math.min(toS, block.endS), value }
      parts.push(part)
      reached = part.toS
    }
    if (reached < block.endS) parts.push({ fromS: reached, toS: block.endS, value: otherwise })
    return join(parts, block)
  })
}
