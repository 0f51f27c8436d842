import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** Whose entries in X-Forwarded-For are believed: that many from its end, and those that our proxies wrote. */
export type TrustedHops = { trustProxyHops: number; isProxy(address: string): boolean }

/**
 * The address of the program that called.
 *
 * Every proxy of ours appends the address it was called from to X-Forwarded-For; what stands before those entries was
 * written by the caller and proves nothing.
 */
export function clientAddress(request: IncomingMessage, trust: TrustedHops): string {
  const peer = plainAddress(request.socket.remoteAddress ?? '')
  return addressBehind(peer, String(request.headers['x-forwarded-for'] ?? ''), trust)
}

export function addressBehind(peer: string, forwardedFor: string, { trustProxyHops, isProxy }: TrustedHops): string {
  const entries = forwardedFor.split(',').map((entry) => plainAddress(withoutPort(entry.trim())))
  let address = peer
  for (let hop = 1; hop <= trustProxyHops || isProxy(address); hop++) {
    const entry = entries.pop()
    if (entry === undefined || !isIP(entry)) break
    address = entry
  }
  return address
}

/** IPv4 written as IPv6 becomes IPv4 again, and a zone is dropped. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
}

function withoutPort(entry: string): string {
  return /^\[(.*)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry
}
