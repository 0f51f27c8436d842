import { useOutcome } from './use-outcome.tsx'

/** Tells how a piece of work ended, and rejects as it did: a dialog that waits for it stays open. */
export function useTold(after?: () => unknown) {
  const outcome = useOutcome()
  return async <T>(work: Promise<T>, done: string | ((result: T) => string)): Promise<void> => {
    try {
      const result = await work
      outcome.done(typeof done === 'string' ? done : done(result))
    } catch (error) {
      outcome.failed(error)
      throw error
    } finally {
      after?.()
    }
  }
}
