/** Whether a certificate still holds, holds for a month at most, or is over. */
export function lifeOf(notAfter: string | null, nowMs: number): 'good' | 'ending' | 'over' | 'unknown' {
  const end = notAfter === null ? Number.NaN : Date.parse(notAfter)
  if (Number.isNaN(end)) return 'unknown'
  if (end <= nowMs) return 'over'
  return end - nowMs < monthMs ? 'ending' : 'good'
}

const monthMs = 30 * 86_400_000
