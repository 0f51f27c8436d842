/**
 * Members that one API documents and the core does not understand yet. They were checked at the door, are kept with
 * the thing that they describe, and given back as they came.
 */
export type KeptMembers = { [member: string]: unknown }

/** A kept member and the text that it must have; null stands for one that is not set. */
export type KeptFilter = { path: readonly string[]; is: string | null }

/** What was given takes the place of what was known, member by member within objects; a list is replaced as a whole. */
export function mergeKept(known: KeptMembers, given: KeptMembers): KeptMembers {
  const merged = { ...known }
  for (const [member, value] of Object.entries(given)) {
    const before = merged[member]
    merged[member] = isObject(before) && isObject(value) ? mergeKept(before, value) : value
  }
  return merged
}

function isObject(value: unknown): value is KeptMembers {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
