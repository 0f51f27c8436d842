/**
 * The media type to answer with: the one of `offered` that `accept` likes best, the first of them when it has no
 * preference, null when it takes none of them. A wildcard stands for the first.
 */
export function negotiate<T extends string>(accept: string | undefined, offered: readonly [T, ...T[]]): T | null {
  const ranges = readRanges(accept ?? '*/*')
  if (ranges.length === 0) return offered[0]

  const liked = offered
    .map((type, place) => ({ type, place, quality: qualityOf(type, place, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.place - b.place)
  return liked[0]?.type ?? null
}

type Range = { type: string; quality: number }

function readRanges(accept: string): Range[] {
  return accept
    .split(',')
    .map((entry) => entry.split(';').map((part) => part.trim().toLowerCase()))
    .filter(([type]) => type !== '')
    .map(([type = '', ...parameters]) => ({ type, quality: readQuality(parameters) }))
}

function readQuality(parameters: string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith('q='))
  const quality = given === undefined ? 1 : Number(given.slice(2))
  return Number.isFinite(quality) ? quality : 1
}

// The most specific range that names a type decides about it (RFC 9110 12.5.1).
function qualityOf(type: string, place: number, ranges: Range[]): number {
  const exact = ranges.find((range) => range.type === type)
  if (exact) return exact.quality
  if (place > 0) return 0
  const group = `${type.split('/')[0]}/*`
  return (ranges.find((range) => range.type === group) ?? ranges.find((range) => range.type === '*/*'))?.quality ?? 0
}
