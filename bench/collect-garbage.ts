// Preloaded into a process whose memory is measured; the process runs with --expose-gc.
process.on('SIGUSR2', () => {
  for (let round = 0; round < 3; round++) globalThis.gc?.()
})
