/**
 * Does some work every so many seconds, never twice at once. Gives what stops it, which waits for what is under way;
 * `failed` gets what the work throws, and it goes on.
 */
export function every(
  seconds: number,
  work: () => Promise<void>,
  { failed, firstAfterSeconds = seconds }: { failed: (error: unknown) => void; firstAfterSeconds?: number },
): () => Promise<void> {
  let running: Promise<void> | null = null
  const run = () => {
    running ??= work()
      .catch(failed)
      .finally(() => {
        running = null
      })
  }
  const timer = setInterval(run, seconds * 1_000)
  const first = firstAfterSeconds < seconds ? setTimeout(run, firstAfterSeconds * 1_000) : undefined
  return async () => {
    clearInterval(timer)
    clearTimeout(first)
    await running
  }
}
