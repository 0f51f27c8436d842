/** Shares a total among demands: nobody gets more than wanted, and the small ones are served before the large ones. */
export function shareOut(total: number, demands: readonly number[]): number[] {
  const shares = demands.map(() => 0)
  let left = total
  const waiting = demands.map((demand, index) => ({ demand, index })).sort((a, b) => a.demand - b.demand)
  waiting.forEach(({ demand, index }, served) => {
    const share = Math.min(demand, left / (waiting.length - served))
    shares[index] = share
    left -= share
  })
  return shares
}
