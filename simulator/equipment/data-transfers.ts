/** What comes of data that a vendor's plug-in was given. */
export type DataOutcome = { outcome: 'accepted' | 'rejected'; data?: unknown }

export type DataHandler = (data: unknown) => DataOutcome

export type DataTransfers = ReturnType<typeof createDataTransfers>

/** The vendors and messages that a charger understands beyond the standard. `Voltyard`, `Echo` gives back what it got. */
export function createDataTransfers() {
  const vendors = new Map<string, Map<string, DataHandler>>()

  function register(vendorId: string, messageId: string, handle: DataHandler): void {
    const messages = vendors.get(vendorId) ?? new Map<string, DataHandler>()
    vendors.set(vendorId, messages.set(messageId, handle))
  }

  register('Voltyard', 'Echo', (data) => ({ outcome: 'accepted', data }))
  return {
    /** An empty message id stands for calls without one. */
    register,
    take(vendorId: string, messageId: string, data: unknown): DataOutcome | 'unknown-vendor' | 'unknown-message' {
      const messages = vendors.get(vendorId)
      if (!messages) return 'unknown-vendor'
      return messages.get(messageId)?.(data) ?? 'unknown-message'
    },
  }
}
