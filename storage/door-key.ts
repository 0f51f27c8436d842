import { hash } from 'node:crypto'

/** What a door finds a tenant by before it knows one: the hash of a charger's folded identity or of a client id. */
export function doorKey(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
