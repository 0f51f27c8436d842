const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Finds by an id as it is given, else, if it is a GUID, as we write those: some programs keep them in capitals. */
export async function inAnyCase<T>(id: string, find: (id: string) => Promise<T | null>): Promise<T | null> {
  const found = await find(id)
  return found === null && guid.test(id) ? find(id.toLowerCase()) : found
}
