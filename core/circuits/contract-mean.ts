/** What has flowed in the running quarter of an hour, and how much flows since the last sample. */
export type ContractMean = {
  quarterStart: Temporal.Instant
  energyWh: number
  at: Temporal.Instant
  powerW: number
}

const quarterMs = 900_000

/**
 * Begins to follow a contract's mean. What flowed before in this quarter of an hour is not known: it is taken to have
 * been as much as the contract allows.
 */
export function startMean(contractW: number, at: Temporal.Instant, powerW: number): ContractMean {
  const quarterStart = quarterOf(at)
  return { quarterStart, energyWh: energyOf(contractW, at.since(quarterStart)), at, powerW }
}

/** The next sample; the power of the one before counts until then. An older sample changes nothing. */
export function followMean(mean: ContractMean, at: Temporal.Instant, powerW: number): ContractMean {
  if (Temporal.Instant.compare(at, mean.at) <= 0) return mean
  const quarterStart = quarterOf(at)
  const isSame = quarterStart.equals(mean.quarterStart)
  const since = isSame ? mean.at : quarterStart
  const before = isSame ? mean.energyWh : 0
  return { quarterStart, energyWh: before + energyOf(mean.powerW, at.since(since)), at, powerW }
}

/** The mean of the quarter if what flows now goes on to its end. */
export function projectedMeanW(mean: ContractMean, at: Temporal.Instant): number {
  const { quarterStart, energyWh, powerW } = followMean(mean, at, mean.powerW)
  const left = quarterStart.add({ milliseconds: quarterMs }).since(at)
  return ((energyWh + energyOf(powerW, left)) * 3_600_000) / quarterMs
}

/**
 * How much may flow from now on so that the mean of the running quarter stays within the contract (smart-charging 3.2).
 *
 * Never more than the fuse carries, and where there is no fuse never more than the contract: a burst is prevented, not
 * averaged away. What was saved is given out over a minute at least, so that the end of a quarter is no burst either.
 */
export function allowedByContract(
  mean: ContractMean,
  { contractW, fuseW, at }: { contractW: number; fuseW: number | null; at: Temporal.Instant },
): number {
  const { quarterStart, energyWh } = followMean(mean, at, mean.powerW)
  const leftMs = quarterStart.add({ milliseconds: quarterMs }).epochMilliseconds - at.epochMilliseconds
  const leftWh = (contractW * quarterMs) / 3_600_000 - energyWh
  const allowed = (leftWh * 3_600_000) / Math.max(leftMs, 60_000)
  return Math.max(0, Math.min(allowed, fuseW ?? contractW))
}

function quarterOf(at: Temporal.Instant): Temporal.Instant {
  const { epochMilliseconds } = at
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds - (epochMilliseconds % quarterMs))
}

function energyOf(powerW: number, span: Temporal.Duration): number {
  return (powerW * span.total('milliseconds')) / 3_600_000
}
