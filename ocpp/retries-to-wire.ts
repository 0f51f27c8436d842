import type { Retries } from '#core/commands/requests/firmware.ts'

/** How often a transfer is tried again, where it was said. */
export function retriesToWire({ retries, retryIntervalSeconds }: Retries): {
  retries?: number
  retryInterval?: number
} {
  return {
    ...(retries === null ? {} : { retries }),
    ...(retryIntervalSeconds === null ? {} : { retryInterval: retryIntervalSeconds }),
  }
}
