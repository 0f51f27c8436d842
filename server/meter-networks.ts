import { isIP } from 'node:net'
import { networks } from '#api/http/networks.ts'
import type { Reach } from '#feeds/meters/reader.ts'
import { checkedLookup, outsideOf } from './egress.ts'

/**
 * Where meters may be: outside, and in the networks that the operator names. Tenants say where their meters are, and must
 * not be able to look around in the network of the server: so the server itself is refused even when a network that is
 * named includes it, unless it is named by itself.
 */
export function meterReach(allowed: readonly string[]): Reach {
  const isReachable = outsideOf(allowed)
  const isItself = networks(itself)
  const isNamedItself = networks(allowed.filter((network) => isItself(network.split('/')[0]!) && !isWide(network)))
  const mayConnect = (address: string) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
    return isIP(plain) !== 0 && isReachable(plain) && (!isItself(plain) || isNamedItself(plain))
  }
  return { mayConnect, lookup: checkedLookup(mayConnect) }
}

/** Wider than the machine: it names more, and not the machine by itself. */
function isWide(network: string): boolean {
  const bits = network.split('/')[1]
  return bits !== undefined && Number(bits) < (network.includes(':') ? 128 : 8)
}

// Loopback, and what stands for "here".
const itself = ['127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128']
