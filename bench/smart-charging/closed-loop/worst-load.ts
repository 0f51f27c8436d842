import type { SitePlan } from '#simulator/site/site-plan.ts'

/** The most that draws beside chargers, at each circuit and below it. */
export function worstOf({ circuits }: SitePlan, above: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const worst = new Map(circuits.map(({ name }) => [name, 0]))
  for (const { name, unmanagedA } of circuits) {
    for (const circuit of above.get(name)!) worst.set(circuit, worst.get(circuit)! + (unmanagedA?.[1] ?? 0))
  }
  return worst
}
