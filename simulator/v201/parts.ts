import type { World201 } from './messages.ts'

/** At least one part, which may be empty. */
export function inParts<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.max(1, Math.ceil(items.length / size))
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size))
}

/**
 * Sends the parts of one report, each after the answer to the former; also while pending, since the server asked for
 * it. A charger that misbehaves leaves parts out.
 */
export async function sendParts<Part>(
  world: World201,
  action: string,
  parts: readonly Part[],
  payloadOf: (part: Part, at: { seqNo: number; tbc: boolean }) => object,
): Promise<void> {
  for (const [seqNo, part] of parts.entries()) {
    if (world.loses(action, seqNo)) continue
    const payload = payloadOf(part, { seqNo, tbc: seqNo < parts.length - 1 })
    await world.link.call(action, payload, { isEarly: world.link.registration === 'pending' })
  }
}
