/** Resolves at the first signal to stop; the second ends the process at once. */
export function firstSignal(): Promise<void> {
  return new Promise((stop) => {
    let signals = 0
    const onSignal = (signal: NodeJS.Signals) => {
      signals += 1
      if (signals > 1) process.exit(signal === 'SIGINT' ? 130 : 143)
      stop()
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
  })
}
