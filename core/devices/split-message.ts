/** How much a charger takes in one call of a kind; null where it did not say (D-04). */
export type MessageLimits = { items: number | null; bytes: number | null }

/** Chargers that never said what they take are asked for no more than this at once. */
export const itemsWithoutWord = 10

/** The first of these that fit into one call; never none, since a call with nothing in it says nothing. */
export function whatFits<Item extends object>(all: readonly Item[], { items, bytes }: MessageLimits): Item[] {
  const most = Math.max(1, items ?? itemsWithoutWord)
  const fitting: Item[] = []
  let length = bytesAround
  for (const item of all.slice(0, most)) {
    length += Buffer.byteLength(JSON.stringify(item)) + 1
    if (fitting.length > 0 && bytes !== null && length > bytes) break
    fitting.push(item)
  }
  return fitting
}

// What stands around the items in a frame.
const bytesAround = 120
