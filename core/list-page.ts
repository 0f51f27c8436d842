/** A place in a list that is in the order of ids: where a page begins, and in which direction it goes. */
export type ListPlace = { id: number; direction: 'after' | 'before' }

/** Part of a list, always in the order of ids: from a place on, or after so many rows. */
export type ListPage = { from: ListPlace | null; skip: number; limit: number }
