import { hash } from 'node:crypto'

/** The first 16 bytes of SHA-256 over the value's content: tells two readings at one instant apart. */
export function hashOf(content: unknown): Buffer {
  return hash('sha256', JSON.stringify(content), 'buffer').subarray(0, 16)
}
