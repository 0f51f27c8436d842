import type { SitePlan } from '../../../../../api/console/wire/site-plan.ts'

/** What flowed and what is planned on one axis of time; null where nothing is known. */
export interface SiteCurves {
  times: number[]
  measuredW: (number | null)[]
  plannedW: (number | null)[]
  limitW: (number | null)[]
  solarW: (number | null)[]
  price: (number | null)[]
}

/** A minute's mean holds until the next one; longer than this nothing was measured. */
const holdMs = 90_000

export function curvesOf({ measured, series }: Pick<SitePlan, 'measured' | 'series'>): SiteCurves {
  const meter = measured.map(({ at, powerW }) => ({ ms: Date.parse(at), powerW })).sort((a, b) => a.ms - b.ms)
  const blocks = series.map(({ from, to, price, plannedW, limitW, solarW }) => ({
    ...{ fromMs: Date.parse(from), toMs: Date.parse(to), plannedW, limitW, solarW },
    price: price === null ? null : Number(price),
  }))
  const ends = blocks.slice(-1).map(({ toMs }) => toMs)
  const times = [...new Set([...meter.map(({ ms }) => ms), ...blocks.map(({ fromMs }) => fromMs), ...ends])].sort(
    (a, b) => a - b,
  )
  let [sample, block] = [-1, -1]
  const curves: SiteCurves = { times, measuredW: [], plannedW: [], limitW: [], solarW: [], price: [] }
  // Where no sun is ever expected there is no curve of it.
  const isSunny = blocks.some(({ solarW }) => (solarW ?? 0) > 0)
  for (const ms of times) {
    while ((meter[sample + 1]?.ms ?? Number.POSITIVE_INFINITY) <= ms) sample += 1
    while ((blocks[block + 1]?.fromMs ?? Number.POSITIVE_INFINITY) <= ms) block += 1
    const last = meter[sample]
    const within = blocks[block]
    // The last block's own end closes its step.
    const holds = within && ms <= within.toMs ? within : undefined
    curves.measuredW.push(last && ms - last.ms <= holdMs ? last.powerW : null)
    curves.plannedW.push(holds?.plannedW ?? null)
    curves.limitW.push(holds?.limitW ?? null)
    curves.solarW.push(isSunny ? (holds?.solarW ?? null) : null)
    curves.price.push(holds?.price ?? null)
  }
  return curves
}
