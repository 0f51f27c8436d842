import { formatNumber } from './format.ts'

/** `12.4 MB`, in steps of 1000. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${formatNumber(bytes)} B`
  if (bytes < 999_500) return `${formatNumber(bytes / 1e3)} kB`
  return bytes < 999_500_000 ? `${formatNumber(bytes / 1e6, 1)} MB` : `${formatNumber(bytes / 1e9, 2)} GB`
}
